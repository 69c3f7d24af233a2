#include "base/row_limit.h"

#include <absl/strings/numbers.h>

namespace earshot {

StatusOr<RowLimit> ParseRowLimit(const std::string& text, ErrorCode invalid) {
  RowLimit limit;
  limit.is_share = text.ends_with('%');
  double percent = 0;
  const std::string number = limit.is_share ? text.substr(0, text.size() - 1) : text;
  // What parses a number takes spaces around it.
  const bool has_spaces = number.find_first_of(" \t\n\v\f\r") != std::string::npos;
  const bool parsed = limit.is_share ? absl::SimpleAtod(number, &percent) : absl::SimpleAtoi(number, &limit.rows);
  if (!parsed || has_spaces || !(percent >= 0 && percent <= 100)) {
    return WithCode(UsageError("{}: give a number of rows (100) or a share (2.5%)", text), invalid);
  }
  limit.share = percent / 100;
  return limit;
}

std::string Describe(const RowLimit& limit) {
  return limit.is_share ? fmt::format("{} %", limit.share * 100) : fmt::format("{} rows", limit.rows);
}

}  // namespace earshot
