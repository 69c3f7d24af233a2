#include "answers/given_values.h"

#include <optional>
#include <string_view>

#include "base/error_code.h"
#include "base/nearest.h"
#include "rows/row.h"

namespace earshot {
namespace {

template <typename... Args>
Status InvalidArguments(fmt::format_string<Args...> format, Args&&... args) {
  return WithCode(UsageError(format, std::forward<Args>(args)...), ErrorCode::kInvalidArguments);
}

const TableColumn& GivenColumnAt(const Table& table, size_t position) { return table.columns[table.given[position]]; }

// The position in table.given of the column called `name`.
std::optional<size_t> FindGiven(const Table& table, std::string_view name) {
  for (size_t i = 0; i < table.given.size(); ++i) {
    if (GivenColumnAt(table, i).name == name) return i;
  }
  return std::nullopt;
}

Status UnknownName(const Table& table, const std::string& name) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < table.given.size(); ++i) names.push_back(GivenColumnAt(table, i).name);
  return InvalidArguments("question {} is not asked with {}{}", table.name, name, SuggestName(name, names));
}

// Reads one word into the cell of its column.
Status ParseWord(const Table& table, const std::string& word, std::vector<std::string>* cells) {
  const size_t equals = word.find('=');
  if (equals == std::string::npos) return InvalidArguments("\"{}\" is not of the form name=value", word);
  const std::string name = word.substr(0, equals);
  const std::optional<size_t> position = FindGiven(table, name);
  if (!position.has_value()) return UnknownName(table, name);
  std::string& cell = (*cells)[*position];
  if (!cell.empty()) return InvalidArguments("{} is given twice", name);
  const std::string value = word.substr(equals + 1);
  const Status status = AppendCellFromText(GivenColumnAt(table, *position).type, value, &cell);
  return status.ok() ? status : InvalidArguments("{}: \"{}\" {}", name, value, MessageOf(status));
}

}  // namespace

StatusOr<GivenValues> ParseGivenValues(const Table& table, const std::vector<std::string>& words) {
  std::vector<std::string> cells(table.given.size());
  for (const std::string& word : words) RETURN_IF_ERROR(ParseWord(table, word, &cells));
  GivenValues given;
  for (size_t i = 0; i < cells.size(); ++i) {
    // A cell begins with its length, so not even that of an empty text is empty.
    if (cells[i].empty()) return InvalidArguments("{} is missing", GivenColumnAt(table, i).name);
    given.cells += cells[i];
  }
  return given;
}

}  // namespace earshot
