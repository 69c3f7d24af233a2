#include "questions/advice.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace earshot {
namespace {

std::vector<std::string> KeyNames(const Table& table, size_t begin, size_t end) {
  std::vector<std::string> names;
  for (size_t i = begin; i < end; ++i) names.push_back(table.columns[i].name);
  return names;
}

std::vector<std::string> PartitionNames(const Table& table) { return KeyNames(table, 0, table.partition_size); }

// A session ends, and so does a day: what holds the plays of one ends too.
bool Ends(const DatasetColumn& column) {
  return column.values.count == ValueCount::kUnending || column.values.period_days.has_value();
}

// Everything else goes on while people listen, unless one_per merges the plays into rows that do not come with each new
// session.
bool GrowsWithoutEnd(const Table& table) {
  for (size_t i = 0; i < table.partition_size; ++i) {
    const TableColumn& column = table.columns[i];
    if (column.origin == ColumnOrigin::kRecord && Ends(table.question.of->columns[column.source])) return false;
  }
  if (table.question.limit > 0 || table.question.buckets > 0) return false;
  return table.one_row_per_play || Contains(*table.question.one_per, "session_id");
}

}  // namespace

std::string DescribeRows(const Table& table) {
  const std::string partition = fmt::format("{}", fmt::join(PartitionNames(table), ", "));
  const std::string limit =
      table.question.limit > 0 ? fmt::format(", of each answer the first {}", table.question.limit) : "";
  if (table.one_row_per_play) {
    const Dataset& dataset = *table.question.of;
    const char* article = dataset.record == "event" ? "an" : "a";
    return fmt::format("one row {} {}{}; a partition holds the {} of one {}", article, dataset.record, limit,
                       dataset.name, partition);
  }
  if (table.question.one_per->empty()) return fmt::format("one row for each {}", partition);
  const bool has_values =
      std::any_of(table.columns.begin() + static_cast<ptrdiff_t>(table.key_size), table.columns.end(),
                  [](const TableColumn& column) { return column.origin == ColumnOrigin::kRecord; });
  return fmt::format("one row for each {}{}{}; a partition holds those of one {}",
                     fmt::join(*table.question.one_per, ", "),
                     has_values ? ", with the values of the last " + table.question.of->record : "", limit, partition);
}

std::vector<std::string> WarningsOf(const Table& table) {
  const Question& question = table.question;
  const std::vector<std::string> partition = PartitionNames(table);
  const std::string partition_text = fmt::format("{}", fmt::join(partition, ", "));
  std::vector<std::string> warnings;
  if (GrowsWithoutEnd(table)) {
    warnings.push_back(
        fmt::format("a partition grows with every {} of its {}, without end; let one_per merge {} that the answer "
                    "need not distinguish, give session_id or month as well, keep the first rows with limit, or spread "
                    "them over buckets",
                    table.one_row_per_play ? question.of->record : "session", partition_text, question.of->name));
  }
  for (const std::string& name : question.given) {
    if (question.of->columns[question.of->Find(name)].type != ColumnType::kDouble) continue;
    warnings.push_back(
        fmt::format("{} is given, so that only exactly the same number finds its rows: no rounding, no range", name));
  }
  const auto is_given = [&](const std::string& name) { return Contains(question.given, name); };
  if (std::all_of(question.answer.begin(), question.answer.end(), is_given)) {
    warnings.emplace_back("the answer has nothing that is not given already");
  }
  if (question.asks.empty()) warnings.emplace_back("it does not say in words what it asks; add asks = \"...?\"");
  return warnings;
}

}  // namespace earshot
