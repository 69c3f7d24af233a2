#include "plays/filled_columns.h"

#include <cstddef>

#include "events/nothing.h"

namespace earshot {
namespace {

// Takes the first field, which is in quotes, out of `line`; what is left starts with the comma or the CR after it.
std::string_view TakeField(std::string_view* line) {
  size_t end = line->find('"', 1);
  while ((*line)[end + 1] == '"') end = line->find('"', end + 2);
  const std::string_view field = line->substr(1, end - 1);
  line->remove_prefix(end + 1);
  return field;
}

bool IsValue(std::string_view text) { return !IsBlank(text) && FindNullWord(text) == kNullWords.size(); }

}  // namespace

std::string NamesOf(const PlayColumnSet& columns) {
  std::string names;
  for (size_t column = 0; column < columns.size(); ++column) {
    if (!columns[column]) continue;
    if (!names.empty()) names += ", ";
    names += kPlayColumns[column].csv_name;
  }
  return names;
}

void FilledColumns::Add(std::string_view plays) {
  while (!plays.empty() && !columns_.all()) {
    for (size_t column = 0; plays.front() != '\r'; ++column) {
      if (column > 0) plays.remove_prefix(1);
      const std::string_view field = TakeField(&plays);
      if (column < columns_.size() && !columns_[column] && IsValue(field)) columns_.set(column);
    }
    plays.remove_prefix(2);
  }
}

}  // namespace earshot
