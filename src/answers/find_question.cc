#include "answers/find_question.h"

#include "base/error_code.h"
#include "base/nearest.h"

namespace earshot {

QuestionUsage UsageOf(const Table& table) {
  QuestionUsage usage{table.name, {}, std::nullopt};
  const Dataset& dataset = *table.question.of;
  for (const std::string& name : table.question.given) {
    usage.given.push_back({name, dataset.columns[dataset.Find(name)].type});
  }
  if (const TableColumn* ordered = FirstOrdered(table)) usage.ordered = GivenColumn{ordered->name, ordered->type};
  return usage;
}

// It is in the key after all that is given.
const TableColumn* FirstOrdered(const Table& table) {
  return table.question.order.empty() ? nullptr : &table.columns[table.given.size()];
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
