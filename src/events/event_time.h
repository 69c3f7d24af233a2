// What an event's ts says, how precisely, and on which day (UTC) it was: spreadsheets cut digits off (1.54111E+12).
//
// Pure functions; safe on any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace earshot {

struct EventTime {
  int64_t milliseconds = 0;  // since 1970-01-01T00:00Z
  int64_t precision_ms = 1;  // one step of the last digit that is left
};

// A number of milliseconds, which may have decimals (after a point or a comma) and an exponent, or a time as
// cql/time_text.h has it. Nothing for what is neither.
std::optional<EventTime> ParseEventTime(std::string_view text);

// "2.8 hours", "10 s": a precision as a person reads it.
std::string DescribePrecision(int64_t precision_ms);

// "2018-11-02"
std::string TextOfDay(std::chrono::sys_days day);

// The date in the name of a file, "2018-11-02-events.csv" or "events_20181102.json"; nothing where it has none, or more
// than one.
std::optional<std::chrono::sys_days> DayInName(std::string_view path);

// The first and the last day on which a time may have been: two where digits are lost.
struct PossibleDays {
  std::chrono::sys_days first;
  std::chrono::sys_days last;
};

// Those of a time as ParseEventTime takes it; nothing for what is none.
std::optional<PossibleDays> DaysOfTime(std::string_view text);

// The day of an event whose ts is `text` and whose file has `in_name` in its name. The name decides where the ts is
// missing or leaves the day open; nothing where neither says it, or they contradict each other.
std::optional<std::chrono::sys_days> DayOfEvent(std::string_view text, std::optional<std::chrono::sys_days> in_name);

}  // namespace earshot
