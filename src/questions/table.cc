#include "questions/table.h"

#include <algorithm>

#include "base/check.h"
#include "cql/cells.h"
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
  const Question& question = table->question;
  const Dataset& dataset = *question.of;
  TableColumn column{.name = std::string(name), .kind = kind, .descending = descending, .why = std::move(why)};
  if (const Measure* measure = question.FindMeasure(name)) {
    column.type = TypeOf(*measure, dataset);
    column.origin = ColumnOrigin::kMeasure;
    column.source = static_cast<size_t>(measure - question.measures.data());
  } else {
    column.source = dataset.Find(name);
    column.type = dataset.columns[column.source].type;
  }
  table->columns.push_back(std::move(column));
}

// Rows of one answer are in the bucket that what distinguishes them says.
void AddBucket(Table* table) {
  const Question& question = table->question;
  if (question.buckets == 0) return;
  table->columns.push_back({.name = kBucketColumn,
                            .type = ColumnType::kInt,
                            .kind = ColumnKind::kPartition,
                            .origin = ColumnOrigin::kBucket,
                            .why = fmt::format("buckets: spreads each answer over {} partitions", question.buckets)});
  if (question.one_per.has_value()) {
    for (const std::string& name : *question.one_per) table->bucket_of.push_back(question.of->Find(name));
  } else {
    table->bucket_of = question.of->natural_key;
  }
}

void AddPartitionKey(Table* table) {
  const Question& question = table->question;
  const bool all_given = question.partition.empty();
  for (const std::string& name : all_given ? question.given : question.partition) {
    AddColumn(name, ColumnKind::kPartition, false, all_given ? "given" : "given, and named by partition", table);
  }
  AddBucket(table);
  table->partition_size = table->columns.size();
}

std::string WhyMeasured(const Measure& measure) { return "measure: " + TextOf(measure); }

std::string WhyOrdered(const Question& question, const std::string& name) {
  if (question.one_per.has_value() && Contains(*question.one_per, name)) {
    return "one_per: one row for each value; order puts them in order";
  }
  const Measure* measure = question.FindMeasure(name);
  return measure == nullptr ? "order: the answer comes in its order"
                            : WhyMeasured(*measure) + "; order: the answer comes in its order";
}

void AddClusteringColumns(Table* table) {
  const Question& question = table->question;
  const auto add = [table](std::string_view name, bool descending, std::string why) {
    AddColumn(name, ColumnKind::kClustering, descending, std::move(why), table);
  };
  for (const std::string& name : question.given) add(name, false, "given, and not named by partition");
  for (const OrderedColumn& column : question.order) {
    add(column.name, column.descending, WhyOrdered(question, column.name));
  }
  if (question.one_per.has_value()) {
    for (const std::string& name : *question.one_per) add(name, false, "one_per: one row for each value");
  } else {
    for (const size_t column : question.of->natural_key) {
      add(question.of->columns[column].name, false, fmt::format("so that no two {}s share a row", question.of->record));
    }
  }
  table->key_size = table->columns.size();
}

void AddAnswer(Table* table) {
  const Question& question = table->question;
  for (const std::string& name : question.answer) {
    const Measure* measure = question.FindMeasure(name);
    AddColumn(name, ColumnKind::kRegular, false, measure == nullptr ? "answer" : WhyMeasured(*measure), table);
  }
  for (size_t position = 0; position < table->key_size; ++position) {
    const TableColumn& column = table->columns[position];
    if (column.origin == ColumnOrigin::kBucket || Contains(question.given, column.name)) {
      table->given.push_back(position);
    }
  }
  for (const std::string& name : question.answer) table->answer.push_back(PositionOf(*table, name));
}

void AddFilters(Table* table) {
  for (const Filter& only : table->question.only) {
    RecordFilter filter{table->question.of->Find(only.column), {}};
    for (const std::string& value : only.values) {
      const ColumnType type = table->question.of->columns[filter.source].type;
      // ViolationsOf has read it already.
      EARSHOT_CHECK(AppendCellFromText(type, value, &filter.cells.emplace_back()).ok());
    }
    table->only.push_back(std::move(filter));
  }
}

void AddNeeded(Table* table) {
  if (!table->question.of->may_lack_values) return;
  for (size_t position = 0; position < table->key_size; ++position) {
    const TableColumn& column = table->columns[position];
    if (column.origin == ColumnOrigin::kRecord) table->needed.push_back(column.source);
  }
}

}  // namespace

StatusOr<Table> DeriveTable(const Question& question) {
  if (const std::vector<RuleViolation> mistakes = ViolationsOf(question); !mistakes.empty()) {
    return InputError("question \"{}\": {}", question.name, mistakes.front().reason);
  }
  Table table;
  table.name = question.name;
  table.question = question;
  table.one_row_per_play = !question.one_per.has_value();
  AddPartitionKey(&table);
  AddClusteringColumns(&table);
  AddAnswer(&table);
  AddFilters(&table);
  AddNeeded(&table);
  return table;
}

DatasetColumnSet SourcesOf(const Table& table) {
  DatasetColumnSet sources;
  for (const TableColumn& column : table.columns) {
    if (column.origin == ColumnOrigin::kRecord) sources.set(column.source);
  }
  for (const Measure& measure : table.question.measures) {
    if (!measure.column.empty()) sources.set(table.question.of->Find(measure.column));
  }
  for (const RecordFilter& filter : table.only) sources.set(filter.source);
  for (const size_t column : table.bucket_of) sources.set(column);
  return sources;
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
