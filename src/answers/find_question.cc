#include "answers/find_question.h"

#include <algorithm>

#include "base/error_code.h"
#include "base/nearest.h"

namespace earshot {

QuestionUsage UsageOf(const Table& table) {
  QuestionUsage usage{table.name, {}};
  for (const std::string& name : table.question.given) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const TableColumn& other) { return other.name == name; });
    usage.given.push_back({name, column->type});
  }
  return usage;
}

StatusOr<const Table*> FindQuestion(const std::vector<Table>& tables, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Table& table : tables) {
    if (table.name == name) return &table;
    names.push_back(table.name);
  }
  return WithCode(UsageError("unknown question \"{}\"{}", name, SuggestName(name, names)), ErrorCode::kUnknownQuestion);
}

}  // namespace earshot
