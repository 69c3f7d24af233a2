#include "generate/day_files.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <tuple>

#include "base/directory.h"
#include "base/output_file.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "generate/random.h"
#include "generate/streams.h"

namespace earshot {
namespace {

constexpr std::string_view kDayFileEnd = "-events.csv";
constexpr uint32_t kRepeatPermille = 10;
constexpr size_t kBufferBytes = size_t{1} << 20;

constexpr std::chrono::sys_days kFirstDay = std::chrono::year{2024} / 1 / 1;

std::string DayFileName(uint32_t day) {
  const std::chrono::year_month_day date(kFirstDay + std::chrono::days(day));
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), kDayFileEnd);
}

Status RefuseOtherDays(const std::string& directory, uint32_t days) {
  absl::flat_hash_set<std::string> own;
  for (uint32_t day = 0; day < days; ++day) own.insert(DayFileName(day));
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    const std::string name = files->path().filename();
    if (!std::string_view(name).ends_with(kDayFileEnd) || own.contains(name)) continue;
    return InputError(
        "{}/{} is none of the {} days to be written, and would be mixed with them; "
        "remove it, or choose another directory with -o",
        directory, name, days);
  }
  if (error) return ErrnoError(error.value(), "cannot read the directory " + directory);
  return absl::OkStatus();
}

}  // namespace

int64_t StartOfDayMs(uint32_t day) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(kFirstDay.time_since_epoch()).count() + day * kDayMs;
}

Status PrepareDirectory(const std::string& directory, uint32_t days) {
  RETURN_IF_ERROR(MakeDirectories(directory));
  return RefuseOtherDays(directory, days);
}

Status WriteDays(uint32_t days, const GenerateSummary& summary, const std::function<Status(uint32_t)>& write) {
  Progress progress("generate", "days", days);
  for (uint32_t day = 0; day < days; ++day) {
    Status status = CheckStop();
    if (status.ok()) status = write(day);
    if (!status.ok()) return AfterStop(status, fmt::format("{} of {} files are written", summary.files, days));
    progress.Add(1);
  }
  return absl::OkStatus();
}

Status DayFiles::WriteDay(uint32_t day, std::vector<GeneratedEvent>* events) {
  std::sort(events->begin(), events->end(), [](const GeneratedEvent& a, const GeneratedEvent& b) {
    return std::tie(a.time_ms, a.session, a.item) < std::tie(b.time_ms, b.session, b.item);
  });
  const int64_t midnight = StartOfDayMs(day + 1);
  const auto after = std::partition_point(events->begin(), events->end(),
                                          [&](const GeneratedEvent& event) { return event.time_ms < midnight; });
  const size_t today = static_cast<size_t>(after - events->begin());
  RETURN_IF_ERROR(WriteEvents(day, std::span(*events).first(today)));
  events->erase(events->begin(), after);
  return absl::OkStatus();
}

Status DayFiles::WriteEvents(uint32_t day, std::span<const GeneratedEvent> events) {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file, OutputFile::Create(directory_ + "/" + DayFileName(day)));
  Random random({seed_, kRepeatStream, day});
  std::string lines(kDayFileHeader);
  for (const GeneratedEvent& event : events) {
    const uint32_t copies = damaged_ && random.Chance(kRepeatPermille) ? 2 : 1;
    for (uint32_t k = 0; k < copies; ++k) writer_.AppendLine(event, &lines);
    summary_.events += copies;
    if (event.page == GeneratedPage::kNextSong) summary_.plays += copies;
    if (lines.size() < kBufferBytes) continue;
    RETURN_IF_ERROR(CheckStop());
    RETURN_IF_ERROR(file->Write(lines));
    lines.clear();
  }
  RETURN_IF_ERROR(file->Write(lines));
  ++summary_.files;
  return file->Commit();
}

}  // namespace earshot
