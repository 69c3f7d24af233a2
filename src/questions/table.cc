#include "questions/table.h"

#include <algorithm>

#include "questions/rules.h"

namespace earshot {
namespace {

size_t PositionOf(const Table& table, std::string_view name) {
  size_t position = 0;
  while (position < table.columns.size() && table.columns[position].name != name) ++position;
  return position;
}

// Adds the column unless an earlier rule has added it already: the first reason counts.
void AddColumn(std::string_view name, ColumnKind kind, bool descending, std::string why, Table* table) {
  if (PositionOf(*table, name) < table->columns.size()) return;
  const Dataset& dataset = *table->question.of;
  const size_t source = dataset.Find(name);
  table->columns.push_back({std::string(name), dataset.columns[source].type, kind, descending, source, std::move(why)});
}

void AddPartitionKey(Table* table) {
  const Question& question = table->question;
  const bool all_given = question.partition.empty();
  for (const std::string& name : all_given ? question.given : question.partition) {
    AddColumn(name, ColumnKind::kPartition, false, all_given ? "given" : "given, and named by partition", table);
  }
  table->partition_size = table->columns.size();
}

void AddClusteringColumns(Table* table) {
  const Question& question = table->question;
  const auto add = [table](std::string_view name, bool descending, std::string why) {
    AddColumn(name, ColumnKind::kClustering, descending, std::move(why), table);
  };
  for (const std::string& name : question.given) add(name, false, "given, and not named by partition");
  for (const OrderedColumn& column : question.order) {
    add(column.name, column.descending,
        Contains(question.one_per, column.name) ? "one_per: one row for each value; order puts them in order"
                                                : "order: the answer comes in its order");
  }
  for (const std::string& name : question.one_per) add(name, false, "one_per: one row for each value");
  if (table->one_row_per_play) {
    for (const size_t column : question.of->natural_key) {
      add(question.of->columns[column].name, false, fmt::format("so that no two {}s share a row", question.of->record));
    }
  }
  table->key_size = table->columns.size();
}

void AddAnswer(Table* table) {
  for (const std::string& name : table->question.answer) AddColumn(name, ColumnKind::kRegular, false, "answer", table);
  for (size_t position = 0; position < table->key_size; ++position) {
    if (Contains(table->question.given, table->columns[position].name)) table->given.push_back(position);
  }
  for (const std::string& name : table->question.answer) table->answer.push_back(PositionOf(*table, name));
}

}  // namespace

StatusOr<Table> DeriveTable(const Question& question) {
  if (const std::vector<RuleViolation> mistakes = ViolationsOf(question); !mistakes.empty()) {
    return InputError("question \"{}\": {}", question.name, mistakes.front().reason);
  }
  Table table;
  table.name = question.name;
  table.question = question;
  table.one_row_per_play = question.one_per.empty();
  AddPartitionKey(&table);
  AddClusteringColumns(&table);
  AddAnswer(&table);
  return table;
}

StatusOr<std::vector<Table>> TablesFromToml(const std::string& text, const std::string& source) {
  ASSIGN_OR_RETURN(const std::vector<Question> questions, ParseQuestions(text, source));
  std::vector<Table> tables;
  for (const Question& question : questions) {
    ASSIGN_OR_RETURN(Table table, DeriveTable(question));
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace earshot
