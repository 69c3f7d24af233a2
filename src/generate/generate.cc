#include "generate/generate.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <tuple>
#include <vector>

#include "base/output_file.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "generate/catalog.h"
#include "generate/day_writer.h"
#include "generate/listener.h"
#include "generate/session.h"
#include "generate/streams.h"

namespace earshot {
namespace {

constexpr std::string_view kDayFileEnd = "-events.csv";
constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;
constexpr uint32_t kRepeatPermille = 10;
constexpr size_t kBufferBytes = size_t{1} << 20;

constexpr std::chrono::sys_days kFirstDay = std::chrono::year{2024} / 1 / 1;

// How many of 1,000 sessions start in each hour: evenings are long, nights are short, and some go past midnight.
constexpr uint32_t kHourPermille[24] = {22, 15, 10, 8,  8,  12, 22, 36, 46, 48, 48, 50,
                                        52, 52, 54, 60, 68, 72, 70, 66, 60, 51, 40, 30};

int64_t StartOfDayMs(uint32_t day) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(kFirstDay.time_since_epoch()).count() + day * kDayMs;
}

std::string DayFileName(uint32_t day) {
  const std::chrono::year_month_day date(kFirstDay + std::chrono::days(day));
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), kDayFileEnd);
}

int64_t TimeOfDayMs(Random* random) {
  uint32_t point = random->Below(1000);
  uint32_t hour = 0;
  while (point >= kHourPermille[hour]) point -= kHourPermille[hour++];
  return int64_t{hour} * 3600 * 1000 + random->Below(3600 * 1000);
}

// Makes the days one after the other: what of a day runs past midnight waits for the next one.
class DayMaker {
 public:
  explicit DayMaker(const GenerateOptions& options)
      : options_(options),
        catalog_(options.seed),
        listeners_(MakeListeners(options.seed, options.users, StartOfDayMs(0))),
        writer_(catalog_, listeners_, options.damaged) {
    if (options.damaged) catalog_.DamageText(options.seed);
  }

  Status WriteDay(uint32_t day, GenerateSummary* summary) {
    MakeSessions(day);
    std::sort(events_.begin(), events_.end(), [](const GeneratedEvent& a, const GeneratedEvent& b) {
      return std::tie(a.time_ms, a.session, a.item) < std::tie(b.time_ms, b.session, b.item);
    });
    const int64_t midnight = StartOfDayMs(day + 1);
    const auto after = std::partition_point(events_.begin(), events_.end(),
                                            [&](const GeneratedEvent& event) { return event.time_ms < midnight; });
    const size_t today = static_cast<size_t>(after - events_.begin());
    RETURN_IF_ERROR(WriteEvents(day, today, summary));
    events_.erase(events_.begin(), after);
    return absl::OkStatus();
  }

 private:
  // Session ids count up in the order in which sessions start. Who is still in a session starts no other.
  void MakeSessions(uint32_t day) {
    for (SessionStart& start : StartsOf(day)) {
      Listener& listener = listeners_[start.listener];
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

  Status WriteEvents(uint32_t day, size_t count, GenerateSummary* summary) {
    ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file,
                     OutputFile::Create(options_.directory + "/" + DayFileName(day)));
    Random random({options_.seed, kRepeatStream, day});
    std::string lines(kDayFileHeader);
    for (size_t i = 0; i < count; ++i) {
      const uint32_t copies = options_.damaged && random.Chance(kRepeatPermille) ? 2 : 1;
      for (uint32_t k = 0; k < copies; ++k) writer_.AppendLine(events_[i], &lines);
      summary->events += copies;
      if (events_[i].page == Page::kNextSong) summary->plays += copies;
      if (lines.size() < kBufferBytes) continue;
      RETURN_IF_ERROR(CheckStop());
      RETURN_IF_ERROR(file->Write(lines));
      lines.clear();
    }
    RETURN_IF_ERROR(file->Write(lines));
    ++summary->files;
    return file->Commit();
  }

  const GenerateOptions& options_;
  Catalog catalog_;
  std::vector<Listener> listeners_;
  DayWriter writer_;
  std::vector<GeneratedEvent> events_;
  uint64_t next_session_ = 1;
};

Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error && !std::filesystem::is_directory(directory)) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return ErrnoError(error.value(), "cannot make the directory " + directory);
  return absl::OkStatus();
}

Status RefuseOtherDays(const GenerateOptions& options) {
  absl::flat_hash_set<std::string> own;
  for (uint32_t day = 0; day < options.days; ++day) own.insert(DayFileName(day));
  std::error_code error;
  std::filesystem::directory_iterator files(options.directory, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    const std::string name = files->path().filename();
    if (!std::string_view(name).ends_with(kDayFileEnd) || own.contains(name)) continue;
    return InputError(
        "{}/{} is none of the {} days to be written, and would be mixed with them; "
        "remove it, or choose another directory with -o",
        options.directory, name, options.days);
  }
  if (error) return ErrnoError(error.value(), "cannot read the directory " + options.directory);
  return absl::OkStatus();
}

}  // namespace

StatusOr<GenerateSummary> Generate(const GenerateOptions& options) {
  RETURN_IF_ERROR(MakeDirectory(options.directory));
  RETURN_IF_ERROR(RefuseOtherDays(options));
  DayMaker maker(options);
  Progress progress("generate", "days", options.days);
  GenerateSummary summary;
  for (uint32_t day = 0; day < options.days; ++day) {
    Status status = CheckStop();
    if (status.ok()) status = maker.WriteDay(day, &summary);
    if (!status.ok()) return AfterStop(status, fmt::format("{} of {} files are written", summary.files, options.days));
    progress.Add(1);
  }
  return summary;
}

}  // namespace earshot
