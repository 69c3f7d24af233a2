// Timestamps and dates as CQL has them, and as people write them (ISO 8601, always UTC).
//
// A timestamp is the milliseconds since 1970-01-01T00:00Z. A date is its number of days since 1970-01-01 plus 2^31
// (native protocol v4, section 6.6).
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace earshot {

inline constexpr uint32_t kDateEpoch = uint32_t{1} << 31;

// "2018-11-02T01:25:34.796Z"; the seconds, their fraction (one to three digits), the time of day and the Z may be
// missing, and a blank may replace the T. Or a number of milliseconds, "1541121934796". Nothing where it is
// neither.
std::optional<int64_t> ParseTimestamp(std::string_view text);

// "2018-11-02". Nothing for what is not a date in the years 1 to 9999.
std::optional<uint32_t> ParseDate(std::string_view text);

// "2018-11-02T01:25:34.796Z"; the bare number for a year that has more than four digits.
std::string FormatTimestamp(int64_t milliseconds);

// "2018-11-02"; the bare number of days for a year that has more than four digits.
std::string FormatDate(uint32_t date);

}  // namespace earshot
