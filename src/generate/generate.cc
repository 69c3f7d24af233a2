#include "generate/generate.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "generate/catalog.h"
#include "generate/day_files.h"
#include "generate/listener.h"
#include "generate/session.h"
#include "generate/streams.h"

namespace earshot {
namespace {

// How many of 1,000 sessions start in each hour: evenings are long, nights are short, and some go past midnight.
constexpr uint32_t kHourPermille[24] = {22, 15, 10, 8,  8,  12, 22, 36, 46, 48, 48, 50,
                                        52, 52, 54, 60, 68, 72, 70, 66, 60, 51, 40, 30};

int64_t TimeOfDayMs(Random* random) {
  uint32_t point = random->Below(1000);
  uint32_t hour = 0;
  while (point >= kHourPermille[hour]) point -= kHourPermille[hour++];
  return int64_t{hour} * 3600 * 1000 + random->Below(3600 * 1000);
}

// Makes the days one after the other.
class DayMaker {
 public:
  explicit DayMaker(const GenerateOptions& options)
      : options_(options),
        catalog_(options.seed),
        listeners_(MakeListeners(options.seed, options.users, StartOfDayMs(0))),
        files_(options.directory, options.seed, options.damaged, catalog_.songs(), listeners_) {
    if (options.damaged) catalog_.DamageText(options.seed);
  }

  Status WriteDay(uint32_t day) {
    MakeSessions(day);
    return files_.WriteDay(day, &events_);
  }

  const GenerateSummary& summary() const { return files_.summary(); }

 private:
  // Session ids count up in the order in which sessions start. Who is still in a session starts no other.
  void MakeSessions(uint32_t day) {
    for (SessionStart& start : StartsOf(day)) {
      GeneratedListener& listener = listeners_[start.listener];
      if (start.time_ms <= listener.busy_until_ms) continue;
      start.session = next_session_++;
      Random random({options_.seed, kSessionStream, start.listener, static_cast<uint64_t>(start.time_ms)});
      MakeSession(start, catalog_, &listener, &random, &events_);
    }
  }

  std::vector<SessionStart> StartsOf(uint32_t day) const {
    std::vector<SessionStart> starts;
    for (uint32_t i = 0; i < options_.users; ++i) {
      Random random({options_.seed, kDayStream, day, i});
      const uint32_t tries = random.Chance(listeners_[i].sessions_permille) ? (random.Chance(200) ? 2 : 1) : 0;
      for (uint32_t k = 0; k < tries; ++k) {
        starts.push_back({.time_ms = StartOfDayMs(day) + TimeOfDayMs(&random), .session = 0, .listener = i});
      }
    }
    std::sort(starts.begin(), starts.end(), [](const SessionStart& a, const SessionStart& b) {
      return std::tie(a.time_ms, a.listener) < std::tie(b.time_ms, b.listener);
    });
    return starts;
  }

  const GenerateOptions& options_;
  GeneratedCatalog catalog_;
  std::vector<GeneratedListener> listeners_;
  DayFiles files_;
  std::vector<GeneratedEvent> events_;
  uint64_t next_session_ = 1;
};

}  // namespace

StatusOr<GenerateSummary> Generate(const GenerateOptions& options) {
  RETURN_IF_ERROR(PrepareDirectory(options.directory, options.days));
  DayMaker maker(options);
  RETURN_IF_ERROR(WriteDays(options.days, maker.summary(), [&](uint32_t day) { return maker.WriteDay(day); }));
  return maker.summary();
}

}  // namespace earshot
