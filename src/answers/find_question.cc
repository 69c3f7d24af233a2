#include "answers/find_question.h"

#include "base/error_code.h"
#include "base/nearest.h"

namespace earshot {

QuestionUsage UsageOf(const Table& table) {
  QuestionUsage usage{table.name, {}};
  const Dataset& dataset = *table.question.of;
  for (const std::string& name : table.question.given) {
    usage.given.push_back({name, dataset.columns[dataset.Find(name)].type});
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
