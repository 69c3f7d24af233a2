#include "events/event_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cql/time_text.h"

namespace earshot {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;

// The power of ten after the E, at most the largest that a time in any unit has.
std::optional<int> ParseExponent(std::string_view digits) {
  constexpr int kExponentMax = 18;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return exponent >= 0 && exponent <= kExponentMax ? std::optional(exponent) : std::nullopt;
}

struct Mantissa {
  int64_t digits = 0;  // without the point
  int decimals = 0;
};

std::optional<Mantissa> ParseMantissa(std::string_view text) {
  constexpr size_t kDigitsMax = 18;
  Mantissa mantissa;
  bool has_point = false;
  size_t digits = 0;
  for (const char c : text) {
    if ((c == '.' || c == ',') && !has_point && digits > 0) {
      has_point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > kDigitsMax) return std::nullopt;
    mantissa.digits = 10 * mantissa.digits + (c - '0');
    if (has_point) ++mantissa.decimals;
  }
  return digits > 0 ? std::optional(mantissa) : std::nullopt;
}

int64_t PowerOfTen(int exponent) {
  int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::optional<EventTime> ParseNumber(std::string_view text) {
  const size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::optional<Mantissa> mantissa = ParseMantissa(text.substr(0, e));
  const std::optional<int> exponent = e == text.size() ? 0 : ParseExponent(text.substr(e + 1));
  if (!mantissa.has_value() || !exponent.has_value()) return std::nullopt;
  const int power = *exponent - mantissa->decimals;
  // What is smaller than a millisecond is of no use.
  if (power <= 0) return EventTime{mantissa->digits / PowerOfTen(-power)};
  const EventTime time = {0, PowerOfTen(power)};
  int64_t value = 0;
  if (__builtin_mul_overflow(mantissa->digits, time.precision_ms, &value)) return std::nullopt;
  return EventTime{value, time.precision_ms};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The date that `text` begins with: 2018-11-02, 2018_11_02, 2018.11.02 or 20181102.
std::optional<sys_days> DateAt(std::string_view text) {
  const bool is_plain = text.size() > 4 && IsDigit(text[4]);
  const size_t step = is_plain ? 2 : 3;
  if (text.size() < 4 + 2 * step) return std::nullopt;
  if (!is_plain && (text[4] != text[7] || std::string_view("-_.").find(text[4]) == std::string_view::npos)) {
    return std::nullopt;
  }
  const auto number = [&](size_t at, size_t size) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + size, value);
    return error == std::errc() && end == text.data() + at + size ? value : 0;
  };
  // No digit may follow.
  if (text.size() > 4 + 2 * step && IsDigit(text[4 + 2 * step])) return std::nullopt;
  constexpr int kYearMin = 1970;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number(0, 4))),
                                         std::chrono::month(number(4 + step - 2, 2)),
                                         std::chrono::day(number(4 + 2 * step - 2, 2)));
  return date.ok() && date.year() >= std::chrono::year(kYearMin) ? std::optional(sys_days(date)) : std::nullopt;
}

sys_days DayOfMilliseconds(int64_t time) { return sys_days(std::chrono::floor<std::chrono::days>(milliseconds(time))); }

}  // namespace

std::optional<EventTime> ParseEventTime(std::string_view text) {
  std::optional<EventTime> time = ParseNumber(text);
  if (!time.has_value()) {
    if (const std::optional<int64_t> milliseconds = ParseTimestamp(text)) time = EventTime{*milliseconds};
  }
  constexpr sys_days kEnd = std::chrono::year(9999) / 12 / 31;
  constexpr int64_t kEndMs = milliseconds(kEnd.time_since_epoch()).count();
  return time.has_value() && time->milliseconds >= 0 && time->milliseconds < kEndMs ? time : std::nullopt;
}

std::string TextOfDay(sys_days day) {
  return FormatTimestamp(milliseconds(day.time_since_epoch()).count()).substr(0, 10);
}

std::string DescribePrecision(int64_t precision_ms) {
  constexpr double kSecond = 1000;
  constexpr double kMinute = 60 * kSecond;
  constexpr double kHour = 60 * kMinute;
  const auto precision = static_cast<double>(precision_ms);
  if (precision >= kHour) return fmt::format("{:.3g} hours", precision / kHour);
  if (precision >= kMinute) return fmt::format("{:.3g} minutes", precision / kMinute);
  return precision >= kSecond ? fmt::format("{:.3g} s", precision / kSecond) : fmt::format("{} ms", precision_ms);
}

std::optional<sys_days> DayInName(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  std::optional<sys_days> found;
  for (size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && IsDigit(name[at - 1])) continue;
    const std::optional<sys_days> date = DateAt(name.substr(at));
    if (!date.has_value()) continue;
    if (found.has_value() && found != date) return std::nullopt;
    found = date;
  }
  return found;
}

std::optional<PossibleDays> DaysOfTime(std::string_view text) {
  const std::optional<EventTime> time = ParseEventTime(text);
  if (!time.has_value()) return std::nullopt;
  // Digits may have been rounded or cut off.
  const int64_t step = time->precision_ms - 1;
  return PossibleDays{DayOfMilliseconds(time->milliseconds - step), DayOfMilliseconds(time->milliseconds + step)};
}

std::optional<sys_days> DayOfEvent(std::string_view text, std::optional<sys_days> in_name) {
  if (text.empty()) return in_name;
  const std::optional<PossibleDays> days = DaysOfTime(text);
  if (!days.has_value()) return std::nullopt;
  if (days->first == days->last) return days->first;
  return in_name.has_value() && *in_name >= days->first && *in_name <= days->last ? in_name : std::nullopt;
}

}  // namespace earshot
