#include "plays/computed.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "cql/cells.h"
#include "cql/time_text.h"
#include "events/event_time.h"

namespace earshot {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

enum Position : size_t {
  kPlayedAt,
  kDay,
  kWeek,
  kMonth,
  kHour,
  kWeekday,
  kUserName,
  kRegion,
  kEventTs,
  kRegisteredWeek
};
static_assert(kRegion + 1 == kComputedColumns.size());
static_assert(kRegisteredWeek + 1 == kComputedColumns.size() + kComputedColumnsOfEvents.size());

// Of its ts, which must be exact.
StatusOr<int64_t> TimeOf(const Play& play) {
  const std::optional<EventTime> time = ParseEventTime(play.ts);
  if (!time.has_value()) return InputError("column ts: \"{}\" is not a time", play.ts);
  if (time->precision_ms == 1) return time->milliseconds;
  return InputError("column ts: \"{}\" has lost digits, and is known to {} only; ask by day, week, month or weekday",
                    play.ts, DescribePrecision(time->precision_ms));
}

StatusOr<sys_days> DayOf(const Play& play) {
  const std::optional<uint32_t> date = ParseDate(play.day);
  if (!date.has_value()) return InputError("column day: \"{}\" is not a date", play.day);
  return sys_days(days(int64_t{*date} - int64_t{kDateEpoch}));
}

// The week's year is that of its Thursday (ISO 8601).
std::string WeekOf(sys_days day) {
  const unsigned weekday = std::chrono::weekday(day).iso_encoding();
  const sys_days thursday = day + days(4 - static_cast<int>(weekday));
  const std::chrono::year year = std::chrono::year_month_day(thursday).year();
  const int64_t week = (thursday - sys_days(year / 1 / 1)).count() / 7 + 1;
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), week);
}

// Empty where the registration does not say it.
std::string RegisteredWeekOf(const Play& event) {
  const std::optional<PossibleDays> days = DaysOfTime(event.of_event[EventOnlyColumnAt("registration")]);
  if (!days.has_value()) return "";
  std::string week = WeekOf(days->first);
  return week == WeekOf(days->last) ? week : "";
}

// Some have one name alone.
std::string FullNameOf(std::string_view first, std::string_view last) {
  return fmt::format("{}{}{}", first, first.empty() || last.empty() ? "" : " ", last);
}

std::string_view RegionOf(std::string_view location) {
  constexpr std::string_view kBlanks = " \t";
  const std::string_view region = location.substr(location.rfind(',') + 1);
  const size_t begin = std::min(region.find_first_not_of(kBlanks), region.size());
  return region.substr(begin, region.find_last_not_of(kBlanks) + 1 - begin);
}

Status AppendCellOfTime(size_t position, const Play& play, std::string* out) {
  ASSIGN_OR_RETURN(const int64_t time, TimeOf(play));
  if (position == kHour) {
    constexpr int64_t kHourMs = 3'600'000;
    AppendIntCell(static_cast<int32_t>(time / kHourMs % 24), out);
  } else {
    AppendTimestampCell(time, out);
  }
  return absl::OkStatus();
}

Status AppendCellOfDay(size_t position, const Play& play, std::string* out) {
  ASSIGN_OR_RETURN(const sys_days day, DayOf(play));
  switch (position) {
    case kDay: AppendDateCell(kDateEpoch + static_cast<uint32_t>(day.time_since_epoch().count()), out); break;
    case kWeek: AppendTextCell(WeekOf(day), out); break;
    case kMonth: AppendTextCell(play.day.substr(0, std::string_view("2018-11").size()), out); break;
    default: AppendIntCell(static_cast<int32_t>(std::chrono::weekday(day).iso_encoding()), out);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> FurtherColumnsFor(const DatasetColumnSet& columns) {
  std::vector<std::string> needed;
  for (const std::string_view further : kFurtherColumns) {
    for (size_t i = 0; i < kComputedColumns.size(); ++i) {
      if (!columns[kPlayColumnCount + i] || kComputedColumns[i].of != further) continue;
      needed.emplace_back(further);
      break;
    }
  }
  return needed;
}

bool LacksComputed(size_t position, const Play& event) {
  switch (position) {
    case kPlayedAt:
    case kHour:
    case kEventTs: return event.ts.empty();
    case kUserName: return event.fields[kFirstNameColumn].empty() && event.fields[kLastNameColumn].empty();
    case kRegion: return RegionOf(event.fields[kLocationColumn]).empty();
    case kRegisteredWeek: return RegisteredWeekOf(event).empty();
    default: return event.day.empty();
  }
}

Status AppendComputedCell(size_t position, const Play& play, std::string* out) {
  switch (position) {
    case kPlayedAt:
    case kHour:
    case kEventTs: return AppendCellOfTime(position, play, out);
    case kUserName:
      AppendTextCell(FullNameOf(play.fields[kFirstNameColumn], play.fields[kLastNameColumn]), out);
      return absl::OkStatus();
    case kRegion: AppendTextCell(RegionOf(play.fields[kLocationColumn]), out); return absl::OkStatus();
    case kRegisteredWeek: AppendTextCell(RegisteredWeekOf(play), out); return absl::OkStatus();
    default: return AppendCellOfDay(position, play, out);
  }
}

}  // namespace earshot
