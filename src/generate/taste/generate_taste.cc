#include "generate/taste/generate_taste.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/output_file.h"
#include "generate/day_files.h"
#include "generate/event.h"
#include "generate/streams.h"
#include "generate/taste/draws.h"
#include "generate/taste/music.h"
#include "generate/taste/people.h"
#include "generate/taste/planted_session.h"
#include "generate/taste/truth.h"

namespace earshot {
namespace {

constexpr std::array<TasteSizeTraits, 4> kTasteSizes = {{
    {.listeners = 1'000, .artists = 2'000, .days = 60},
    {.listeners = 5'000, .artists = 5'000, .days = 90},
    {.listeners = 40'000, .artists = 20'000, .days = 90},
    {.listeners = 120'000, .artists = 40'000, .days = 90},
}};

constexpr double kSessionsPerDay = 0.144;  // of somebody of activity 1 who does not pay
constexpr double kPaidFactor = 2;

constexpr double kStartsAroundHomeHour = 0.6;
constexpr double kHomeHourDeviation = 2;

int64_t TimeOfDayMs(const PlantedListener& planted, Random* random) {
  double hour = 24 * DrawEven(random);
  if (DrawEven(random) < kStartsAroundHomeHour) {
    hour = planted.home_hour + kHomeHourDeviation * DrawNormal(random);
    while (hour < 0) hour += 24;
    while (hour >= 24) hour -= 24;
  }
  return static_cast<int64_t>(hour * 3'600'000);
}

class TasteDayMaker {
 public:
  explicit TasteDayMaker(const GenerateTasteOptions& options)
      : options_(options),
        music_(options.seed, TraitsOf(options.size).artists),
        people_(MakePlantedPeople(options.seed, TraitsOf(options.size).listeners, options.days)),
        sessions_(music_, &people_),
        files_(options.directory, options.seed, false, music_.songs(), people_.listeners) {}

  Status WriteDay(uint32_t day) {
    MakeSessions(day);
    return files_.WriteDay(day, &events_);
  }

  const GenerateSummary& summary() const { return files_.summary(); }
  const PlantedMusic& music() const { return music_; }
  const PlantedPeople& people() const { return people_; }

 private:
  // Session ids count up in the order in which sessions start. Who is still in a session starts no other.
  void MakeSessions(uint32_t day) {
    for (SessionStart& start : StartsOf(day)) {
      if (start.time_ms <= people_.listeners[start.listener].busy_until_ms) continue;
      start.session = next_session_++;
      Random random({options_.seed, kPlantedSessionStream, start.listener, static_cast<uint64_t>(start.time_ms)});
      const double passed = static_cast<double>(start.time_ms - StartOfDayMs(0)) / double{kDayMs} / options_.days;
      sessions_.Make(start, passed, &random, &events_);
    }
  }

  std::vector<SessionStart> StartsOf(uint32_t day) const {
    std::vector<SessionStart> starts;
    for (uint32_t i = 0; i < people_.planted.size(); ++i) {
      const PlantedListener& planted = people_.planted[i];
      if (day + 1 <= planted.joins_day || day >= planted.leaves_day) continue;
      Random random({options_.seed, kPlantedDayStream, day, i});
      const double mean = kSessionsPerDay * planted.activity * (people_.listeners[i].paid ? kPaidFactor : 1);
      for (uint32_t left = DrawPoisson(mean, &random); left > 0; --left) {
        const int64_t time_ms = TimeOfDayMs(planted, &random);
        const double time_day = day + static_cast<double>(time_ms) / double{kDayMs};
        if (time_day < planted.joins_day || time_day >= planted.leaves_day) continue;
        starts.push_back({.time_ms = StartOfDayMs(day) + time_ms, .session = 0, .listener = i});
      }
    }
    std::sort(starts.begin(), starts.end(), [](const SessionStart& a, const SessionStart& b) {
      return std::tie(a.time_ms, a.listener) < std::tie(b.time_ms, b.listener);
    });
    return starts;
  }

  const GenerateTasteOptions& options_;
  const PlantedMusic music_;
  PlantedPeople people_;
  PlantedSessions sessions_;
  DayFiles files_;
  std::vector<GeneratedEvent> events_;
  uint64_t next_session_ = 1;
};

// "event_data.truth.ndjson" for "event_data/": what is beside the directory is not among its event files.
std::string Beside(std::string directory, std::string_view suffix) {
  while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
  return directory.append(suffix);
}

}  // namespace

const TasteSizeTraits& TraitsOf(TasteSize size) { return kTasteSizes[static_cast<size_t>(size)]; }

StatusOr<GenerateSummary> GenerateTaste(const GenerateTasteOptions& options) {
  GenerateTasteOptions used = options;
  if (used.days == 0) used.days = TraitsOf(used.size).days;
  if (used.truth.empty()) used.truth = Beside(used.directory, ".truth.ndjson");
  RETURN_IF_ERROR(PrepareDirectory(used.directory, used.days));
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> truth, OutputFile::Create(used.truth));
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> opt_in, OutputFile::Create(Beside(used.directory, ".opt_in.txt")));
  TasteDayMaker maker(used);
  RETURN_IF_ERROR(WriteDays(used.days, maker.summary(), [&](uint32_t day) { return maker.WriteDay(day); }));
  RETURN_IF_ERROR(WriteTruth(used.seed, used.days, maker.music(), maker.people(), truth.get()));
  RETURN_IF_ERROR(WriteOptIn(maker.people(), opt_in.get()));
  RETURN_IF_ERROR(truth->Commit());
  RETURN_IF_ERROR(opt_in->Commit());
  return maker.summary();
}

}  // namespace earshot
