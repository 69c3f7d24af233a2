#include "events/detect/dialect.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>

#include "base/error_code.h"
#include "events/detect/nearest_column.h"
#include "events/source/unwrapping_source.h"

namespace earshot {
namespace {

struct NamedDelimiter {
  char delimiter;
  const char* name;    // of --dialect
  const char* plural;  // for sentences
};

// The likeliest first: it wins if several name as many columns.
constexpr std::array<NamedDelimiter, 4> kDelimiters = {
    {{',', "comma", "commas"}, {';', "semicolon", "semicolons"}, {'\t', "tab", "tabs"}, {'|', "pipe", "pipes"}}};

std::string_view FirstLine(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool IsNearColumn(std::string_view name, const EventColumns& columns) {
  if (columns.Find(name) < columns.names.size()) return true;
  if (name.find('"') != std::string_view::npos) return false;
  const std::string letters = LettersOf(name);
  return std::any_of(columns.names.begin(), columns.names.end(),
                     [&](const std::string& column) { return LettersOf(column) == letters; });
}

// How many of `columns` the `header` names when it is cut at `delimiter`. Similar names count, too: with the right
// delimiter an error can name them.
size_t CountColumns(std::string_view header, char delimiter, const EventColumns& columns) {
  size_t count = 0;
  while (true) {
    const size_t end = std::min(header.find(delimiter), header.size());
    std::string_view name = header.substr(0, end);
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    if (IsNearColumn(name, columns)) ++count;
    if (end == header.size()) return count;
    header.remove_prefix(end + 1);
  }
}

struct BestDelimiter {
  char delimiter = ',';
  size_t named = 0;  // the number of columns that the header names with it
};

BestDelimiter FindBestDelimiter(std::string_view header, const EventColumns& columns) {
  BestDelimiter best;
  for (const NamedDelimiter& known : kDelimiters) {
    const size_t named = CountColumns(header, known.delimiter, columns);
    if (named > best.named) best = {known.delimiter, named};
  }
  return best;
}

const NamedDelimiter* FindDelimiter(char delimiter) {
  const auto found = std::find_if(kDelimiters.begin(), kDelimiters.end(),
                                  [&](const NamedDelimiter& known) { return known.delimiter == delimiter; });
  return found == kDelimiters.end() ? nullptr : &*found;
}

bool IsJson(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

BlankLines LeadingBlankLines(std::string_view text) {
  // Spreadsheets write empty rows as delimiters.
  constexpr std::string_view kNothing = " \t\r,;|";
  BlankLines blank;
  while (true) {
    const std::string_view rest = text.substr(blank.bytes);
    const size_t line_end = rest.find_first_not_of(kNothing);
    if (line_end == std::string_view::npos || rest[line_end] != '\n') return blank;
    ++blank.count;
    blank.bytes += line_end + 1;
  }
}

size_t SepLineBytes(std::string_view beginning, char* delimiter) {
  constexpr std::string_view kSep = "sep=";
  std::string_view line = FirstLine(beginning);
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
  const bool is_sep_line = line.size() == kSep.size() + 1 && line.starts_with(kSep) && FindDelimiter(line.back());
  if (!is_sep_line) return 0;
  *delimiter = line.back();
  return std::min(beginning.find('\n'), beginning.size() - 1) + 1;
}

DetectedDialect DetectDialect(std::string_view beginning, const EventColumns& columns) {
  DetectedDialect found;
  Dialect& dialect = found.dialect;
  if (IsJson(beginning)) {
    dialect.format = EventFormat::kJson;
    found.detections.push_back({"JSON, an object a line", "the text starts with {"});
    return found;
  }
  char sep = ',';
  dialect.preamble_bytes = SepLineBytes(beginning, &sep);
  const std::string_view behind_sep = beginning.substr(dialect.preamble_bytes);
  std::string header(FirstLine(behind_sep.substr(LeadingBlankLines(behind_sep).bytes)));
  if (dialect.preamble_bytes > 0) {
    dialect.delimiter = sep;
    found.detections.push_back({"a sep= line", "the first line names the delimiter"});
  }
  // A header in one more pair of quotes names its columns only without them.
  const std::string unwrapped = UnwrapLine(header);
  BestDelimiter best = FindBestDelimiter(header, columns);
  if (unwrapped != header) {
    const BestDelimiter best_unwrapped = FindBestDelimiter(unwrapped, columns);
    if (best_unwrapped.named > best.named) {
      dialect.wrapped = true;
      found.detections.push_back(
          {"lines in one more pair of quotes",
           fmt::format("the header names {} columns without them, and {} as it is", best_unwrapped.named, best.named)});
      header = unwrapped;
      best = best_unwrapped;
    }
  }
  if (dialect.preamble_bytes == 0) dialect.delimiter = best.delimiter;
  if (dialect.delimiter != ',') {
    found.detections.push_back(
        {fmt::format("{} between the fields", FindDelimiter(dialect.delimiter)->plural),
         fmt::format("the header names {} columns with them, and {} with commas",
                     CountColumns(header, dialect.delimiter, columns), CountColumns(header, ',', columns))});
  }
  // If a comma is the decimal sign, the delimiter has to be another.
  dialect.decimal_comma = dialect.delimiter == ';';
  return found;
}

StatusOr<Dialect> ParseDialect(const std::string& text) {
  Dialect dialect;
  for (const absl::string_view part : absl::StrSplit(text, '+')) {
    const std::string name(part.data(), part.size());
    const auto known = std::find_if(kDelimiters.begin(), kDelimiters.end(),
                                    [&](const NamedDelimiter& delimiter) { return delimiter.name == name; });
    if (known != kDelimiters.end()) {
      dialect.delimiter = known->delimiter;
    } else if (name == "json") {
      dialect.format = EventFormat::kJson;
    } else if (name == "wrapped") {
      dialect.wrapped = true;
    } else if (name == "backslash") {
      dialect.backslash = true;
    } else if (name == "unquoted") {
      dialect.unquoted = true;
    } else if (name == "decimal-comma") {
      dialect.decimal_comma = true;
    } else {
      return WithCode(
          UsageError("{}: unknown dialect; use json, comma, semicolon, tab or pipe, and +wrapped, +backslash, "
                     "+unquoted or +decimal-comma",
                     text),
          ErrorCode::kInvalidDialect);
    }
  }
  if (dialect.unquoted && !dialect.backslash) {
    return WithCode(
        UsageError("{}: +unquoted requires +backslash, as without quotes only backslashes can escape", text),
        ErrorCode::kInvalidDialect);
  }
  return dialect;
}

std::string NameOf(const Dialect& dialect) {
  if (dialect.format == EventFormat::kJson) return "json";
  return fmt::format("{}{}{}{}{}", FindDelimiter(dialect.delimiter)->name, dialect.wrapped ? "+wrapped" : "",
                     dialect.backslash ? "+backslash" : "", dialect.unquoted ? "+unquoted" : "",
                     dialect.decimal_comma ? "+decimal-comma" : "");
}

}  // namespace earshot
