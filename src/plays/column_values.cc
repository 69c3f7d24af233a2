#include "plays/column_values.h"

#include <fmt/format.h>

#include <charconv>

#include "cql/time_text.h"

namespace earshot {
namespace {

// Whether `text` is digits that are a number from `first` to `last`.
bool IsNumberFrom(int first, int last, std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end && number >= first && number <= last;
}

// It has a first day.
bool IsMonth(std::string_view text) { return ParseDate(fmt::format("{}-01", text)).has_value(); }

bool IsWeek(std::string_view text) {
  return text.size() == 8 && IsNumberFrom(0, 9999, text.substr(0, 4)) && text.substr(4, 2) == "-W" &&
         IsNumberFrom(1, 53, text.substr(6));
}

}  // namespace

const TextForm kMonthForm = {IsMonth, "^[0-9]{4}-(0[1-9]|1[0-2])$", "2018-11"};
const TextForm kWeekForm = {IsWeek, "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$", "2018-W44"};

std::string WhyNever(const ColumnValues& values, std::string_view value) {
  if (values.bounds.has_value() && !IsNumberFrom(values.bounds->first, values.bounds->last, value)) {
    return fmt::format("is not from {} to {}", values.bounds->first, values.bounds->last);
  }
  if (values.form != nullptr && !values.form->has(value)) {
    return fmt::format("is not written as all of its values are, as in {}", values.form->example);
  }
  return "";
}

}  // namespace earshot
