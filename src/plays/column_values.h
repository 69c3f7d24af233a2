// What is known of a column's values before any are seen: how many there are, how long one lasts, between what they
// are.
//
// Plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace earshot {

// How many values a column has, from few to many.
enum class ValueCount : uint8_t {
  kFew,        // a handful, however many records there are: level
  kThousands,  // some thousands at most: region
  kMany,       // as many as there are songs or listeners
  kUnending,   // others with each session or record: session_id
};

// A number from `first` to `last`, and no other.
struct ValueBounds {
  int first = 0;
  int last = 0;
};

// How all of a column's texts are written.
struct TextForm {
  bool (*has)(std::string_view text);
  std::string_view pattern;  // the same as a regular expression, for a JSON schema
  std::string_view example;
};

extern const TextForm kMonthForm;  // 2018-11
extern const TextForm kWeekForm;   // 2018-W44

struct ColumnValues {
  ValueCount count = ValueCount::kMany;
  // Of a time that never comes again: after how many days, at most, it has another value.
  std::optional<int> period_days = std::nullopt;
  std::optional<ValueBounds> bounds = std::nullopt;
  const TextForm* form = nullptr;  // null where any text will do
};

// What is wrong with a value that the column never has, as in "is not from 1 to 7"; empty where it may have it.
std::string WhyNever(const ColumnValues& values, std::string_view value);

inline constexpr ColumnValues kFewValues = {.count = ValueCount::kFew};

// Of a time that is another one for each record.
inline constexpr ColumnValues kMoments = {.count = ValueCount::kUnending, .period_days = 1};

}  // namespace earshot
