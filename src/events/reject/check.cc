#include "events/reject/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>

#include "base/printable.h"
#include "events/event_time.h"

namespace earshot {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether `text`, one to eight bytes, is digits: tests all of them in one register (SWAR), for which bytes after a
// field must be readable.
bool AreUpToEightDigits(std::string_view text) {
  static_assert(kFieldSlackBytes >= sizeof(uint64_t) && std::endian::native == std::endian::little);
  uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), sizeof(bytes));
  bytes = (bytes ^ 0x3030303030303030) << (8 * (sizeof(bytes) - text.size()));
  // A digit is 0 to 9 now, and only what is more than 9 reaches the highest bit with 0x76 added.
  return (((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080) == 0;
}

// Whether `text` is digits, too few to be out of range. Nearly every number is: it needs no conversion.
bool IsShortWholeNumber(std::string_view text, size_t digits_max) {
  if (text.empty() || text.size() > digits_max) return false;
  if (text.size() <= sizeof(uint64_t)) return AreUpToEightDigits(text);
  return std::all_of(text.begin(), text.end(), [](char c) { return IsDigit(c); });
}

// Whether `text` is digits with a point among or before them, too few to be out of range.
bool IsShortDecimal(std::string_view text) {
  constexpr size_t kDigitsMax = 32;
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view part = text.substr(std::min(text.size(), whole.size() + 1));
  const bool has_point = whole.size() < text.size();
  return IsShortWholeNumber(whole, kDigitsMax) && (!has_point || IsShortWholeNumber(part, kDigitsMax));
}

// As much of a value as a message can show.
std::string Shown(std::string_view text) {
  constexpr size_t kShownBytesMax = 40;
  return Printable(text, kShownBytesMax);
}

// Seconds of the years 2001 to 2099 would be milliseconds of January and February 1970.
bool LooksLikeSeconds(const EventTime& time) {
  constexpr int64_t kFirst = 1'000'000'000;
  constexpr int64_t kLast = 4'102'444'799;
  return time.milliseconds >= kFirst && time.milliseconds <= kLast;
}

template <typename Number>
std::optional<ValidationError> CheckNumber(std::string_view text, size_t column, const char* what) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty())
    return ValidationError{RejectKind::kNotANumber, column, "the field is empty where a number must be"};
  const bool all = stop == end && (IsDigit(text.back()) || text.back() == '.');
  if (error == std::errc::invalid_argument || !all) {
    return ValidationError{RejectKind::kNotANumber, column, fmt::format("\"{}\" is not a {}", Shown(text), what)};
  }
  if (text.front() == '-') {
    return ValidationError{RejectKind::kNegative, column, fmt::format("{} is below zero", Shown(text))};
  }
  if (error == std::errc::result_out_of_range) {
    return ValidationError{RejectKind::kOutOfRange, column, fmt::format("{} is too large or too small", Shown(text))};
  }
  return std::nullopt;
}

template <typename Integer>
std::optional<ValidationError> CheckWholeNumber(const Event& event, size_t column) {
  const std::string_view text = event.fields[column].text;
  if (IsShortWholeNumber(text, std::numeric_limits<Integer>::digits10)) return std::nullopt;
  return CheckNumber<Integer>(text, column, "whole number");
}

std::optional<ValidationError> CheckDecimal(const Event& event, size_t column) {
  const std::string_view text = event.fields[column].text;
  if (IsShortDecimal(text)) return std::nullopt;
  return CheckNumber<double>(text, column, "number");
}

}  // namespace

std::optional<ValidationError> CheckNumbers(const Event& event) {
  std::optional<ValidationError> error = CheckWholeNumber<int64_t>(event, kEventSessionId);
  if (!error) error = CheckWholeNumber<int32_t>(event, kEventItemInSession);
  if (!error) error = CheckWholeNumber<int64_t>(event, kEventUserId);
  if (!error) error = CheckDecimal(event, kEventLength);
  return error;
}

std::optional<ValidationError> CheckNumbersIfAny(const Event& event) {
  const auto has = [&](size_t column) { return !event.fields[column].text.empty(); };
  std::optional<ValidationError> error;
  if (has(kEventSessionId)) error = CheckWholeNumber<int64_t>(event, kEventSessionId);
  if (!error && has(kEventItemInSession)) error = CheckWholeNumber<int32_t>(event, kEventItemInSession);
  if (!error && has(kEventUserId)) error = CheckWholeNumber<int64_t>(event, kEventUserId);
  if (!error && has(kEventLength)) error = CheckDecimal(event, kEventLength);
  return error;
}

std::optional<ValidationError> CheckStatus(const Event& event) {
  return CheckWholeNumber<int32_t>(event, kEventStatus);
}

std::optional<ValidationError> CheckTime(const Event& event) {
  const std::string_view text = event.fields[kEventTime].text;
  if (text.empty()) {
    return ValidationError{RejectKind::kNotANumber, kEventTime, "the field is empty where a time must be"};
  }
  const std::optional<EventTime> time = ParseEventTime(text);
  if (time.has_value() && LooksLikeSeconds(*time)) {
    return ValidationError{RejectKind::kNotANumber, kEventTime,
                           fmt::format("\"{}\" seems to be in seconds, where milliseconds must be", Shown(text))};
  }
  if (time.has_value()) return std::nullopt;
  return ValidationError{RejectKind::kNotANumber, kEventTime,
                         fmt::format("\"{}\" is not a time of the years 1970 to 9999", Shown(text))};
}

}  // namespace earshot
