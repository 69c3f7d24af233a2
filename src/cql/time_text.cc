#include "cql/time_text.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace earshot {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kYearMin = 1;
constexpr int kYearMax = 9999;
constexpr sys_days kFirstDay = std::chrono::year(kYearMin) / 1 / 1;
constexpr sys_days kLastDay = std::chrono::year(kYearMax) / 12 / 31;
constexpr int kMillisecondDigits = 3;

// Takes a number of exactly `digits` digits out of the front of `text`.
std::optional<int> TakeNumber(size_t digits, std::string_view* text) {
  if (text->size() < digits) return std::nullopt;
  int number = 0;
  for (const char digit : text->substr(0, digits)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  text->remove_prefix(digits);
  return number;
}

bool Take(char sign, std::string_view* text) {
  if (text->empty() || text->front() != sign) return false;
  text->remove_prefix(1);
  return true;
}

// Takes ":34" or so.
std::optional<int> TakePart(char sign, int max, std::string_view* text) {
  if (!Take(sign, text)) return std::nullopt;
  const std::optional<int> part = TakeNumber(2, text);
  return part.has_value() && *part <= max ? part : std::nullopt;
}

std::optional<sys_days> TakeDay(std::string_view* text) {
  const std::optional<int> year = TakeNumber(4, text);
  const std::optional<int> month = year.has_value() ? TakePart('-', 12, text) : std::nullopt;
  const std::optional<int> day = month.has_value() ? TakePart('-', 31, text) : std::nullopt;
  if (!day.has_value() || *year < kYearMin) return std::nullopt;
  const year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                            std::chrono::day(static_cast<unsigned>(*day)));
  return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

// Takes ".5", ".79" or ".796".
std::optional<int> TakeMilliseconds(std::string_view* text) {
  if (!Take('.', text)) return 0;
  int milliseconds = 0;
  int digits = 0;
  for (; digits < kMillisecondDigits; ++digits) {
    const std::optional<int> digit = TakeNumber(1, text);
    if (!digit.has_value()) break;
    milliseconds = milliseconds * 10 + *digit;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < kMillisecondDigits; ++digits) milliseconds *= 10;
  return milliseconds;
}

// Takes "01:25", "01:25:34" or "01:25:34.796".
std::optional<milliseconds> TakeTimeOfDay(std::string_view* text) {
  const std::optional<int> hours = TakeNumber(2, text);
  const std::optional<int> minutes = hours.has_value() && *hours <= 23 ? TakePart(':', 59, text) : std::nullopt;
  if (!minutes.has_value()) return std::nullopt;
  const milliseconds time = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  if (text->empty() || text->front() != ':') return time;
  const std::optional<int> seconds = TakePart(':', 59, text);
  const std::optional<int> fraction = seconds.has_value() ? TakeMilliseconds(text) : std::nullopt;
  if (!fraction.has_value()) return std::nullopt;
  return time + std::chrono::seconds(*seconds) + milliseconds(*fraction);
}

std::string FormatDay(sys_days day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::optional<int64_t> ParseTimestamp(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  const std::optional<sys_days> day = TakeDay(&text);
  if (!day.has_value()) return std::nullopt;
  milliseconds time = day->time_since_epoch();
  if (Take('T', &text) || Take(' ', &text)) {
    const std::optional<milliseconds> time_of_day = TakeTimeOfDay(&text);
    if (!time_of_day.has_value()) return std::nullopt;
    time += *time_of_day;
    Take('Z', &text);
  }
  return text.empty() ? std::optional(int64_t{time.count()}) : std::nullopt;
}

std::optional<uint32_t> ParseDate(std::string_view text) {
  const std::optional<sys_days> day = TakeDay(&text);
  if (!day.has_value() || !text.empty()) return std::nullopt;
  return kDateEpoch + static_cast<uint32_t>(day->time_since_epoch().count());
}

std::string FormatTimestamp(int64_t milliseconds_count) {
  const milliseconds time(milliseconds_count);
  const auto day_number = std::chrono::floor<days>(time);
  const auto first = kFirstDay.time_since_epoch();
  if (day_number < first || day_number > kLastDay.time_since_epoch()) return fmt::format("{}", milliseconds_count);
  const std::chrono::hh_mm_ss time_of_day(time - day_number);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", FormatDay(sys_days(day_number)), time_of_day.hours().count(),
                     time_of_day.minutes().count(), time_of_day.seconds().count(), time_of_day.subseconds().count());
}

std::string FormatDate(uint32_t date) {
  const days number(int64_t{date} - int64_t{kDateEpoch});
  if (number < kFirstDay.time_since_epoch() || number > kLastDay.time_since_epoch()) {
    return fmt::format("{}", number.count());
  }
  return FormatDay(sys_days(number));
}

}  // namespace earshot
