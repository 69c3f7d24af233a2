#include "questions/advice.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "questions/question_change.h"

namespace earshot {
namespace {

std::vector<std::string> PartitionNames(const Table& table) {
  std::vector<std::string> names;
  for (size_t i = 0; i < table.partition_size; ++i) names.push_back(table.columns[i].name);
  return names;
}

// A session ends, and so does a day: what holds the plays of one ends too.
bool Ends(const DatasetColumn& column) {
  return column.values.count == ValueCount::kUnending || column.values.period_days.has_value();
}

// The first of these columns that ends; empty where none does.
std::string FirstThatEnds(const Question& question, const std::vector<std::string>& names) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const std::string& name) { return Ends(question.of->ColumnOf(name)); });
  return found == names.end() ? "" : *found;
}

// What is computed has a list of the best for each value of its key without the place in that list, which ends.
bool HoldsListsThatEnd(const Question& question) {
  if (!question.of->is_computed) return false;
  const std::vector<size_t>& key = question.of->natural_key;
  const std::vector<std::string> partition = question.PartitionColumns();
  return std::all_of(key.begin(), key.end() - 1,
                     [&](size_t column) { return Contains(partition, question.of->columns[column].name); });
}

// With what rows come to each partition without end, as people go on listening: "play", or "session" where one_per or
// limit leaves only rows that come with each new session; empty where nothing does.
std::string GrowsWith(const Question& question) {
  if (question.buckets > 0 || HoldsListsThatEnd(question)) return "";
  if (!FirstThatEnds(question, question.PartitionColumns()).empty()) return "";
  std::vector<std::string> row_for_each = question.given;
  if (question.limit == 0) {
    if (!question.one_per.has_value()) return question.of->record;
    row_for_each.insert(row_for_each.end(), question.one_per->begin(), question.one_per->end());
  }
  for (const std::string& name : row_for_each) {
    const ColumnValues& values = question.of->ColumnOf(name).values;
    if (values.count != ValueCount::kUnending) continue;
    return values.period_days.has_value() ? question.of->record : "session";
  }
  return "";
}

// REQUIRES: it grows.
std::string RemedyOfGrowth(const Question& question) {
  if (const std::string name = FirstThatEnds(question, question.given); !name.empty()) {
    return fmt::format("name {} in partition as well, or leave partition out", name);
  }
  const char* of_plays = question.of->is_computed ? "" : " give session_id or month as well,";
  return fmt::format(
      "let one_per merge {}s that the answer need not distinguish,{} keep the first rows with limit, or spread them "
      "over buckets",
      question.of->record, of_plays);
}

// Columns whose values tell the rows apart: of one answer, or of several that are in a partition. REQUIRES: one_per.
std::vector<std::string> RowForEach(const Question& question) {
  const std::vector<std::string>& one_per = *question.one_per;
  if (question.HasAnswerInEachPartition() && !one_per.empty()) return one_per;
  std::vector<std::string> names = question.given;
  names.insert(names.end(), one_per.begin(), one_per.end());
  return names;
}

std::string DescribeAllRows(const Table& table) {
  const Question& question = table.question;
  const Dataset& dataset = *question.of;
  const std::string partition = fmt::format("{}", fmt::join(PartitionNames(table), ", "));
  const std::string limit = question.limit > 0 ? fmt::format(", of each answer the first {}", question.limit) : "";
  if (table.one_row_per_play) {
    const bool begins_with_vowel = std::string_view("aeiou").find(dataset.record.front()) != std::string_view::npos;
    return fmt::format("one row {} {}{}; a partition holds the {}s of one {}", begins_with_vowel ? "an" : "a",
                       dataset.record, limit, dataset.record, partition);
  }
  const std::string row = fmt::format("one row for each {}", fmt::join(RowForEach(question), ", "));
  if (question.one_per->empty() && question.HasAnswerInEachPartition()) return row;
  const bool has_values =
      std::any_of(table.columns.begin() + static_cast<ptrdiff_t>(table.key_size), table.columns.end(),
                  [](const TableColumn& column) { return column.origin == ColumnOrigin::kRecord; });
  return fmt::format("{}{}{}; a partition holds those of one {}", row,
                     has_values ? ", with the values of the last " + dataset.record : "", limit, partition);
}

}  // namespace

std::string DescribeRows(const Table& table) {
  const std::string filters = FiltersText(table.question);
  return DescribeAllRows(table) +
         (filters.empty() ? "" : fmt::format("; only {} with {}", table.question.of->name, filters));
}

std::vector<std::string> WarningsOf(const Table& table) {
  const Question& question = table.question;
  std::vector<std::string> warnings;
  if (const std::string growth = GrowsWith(question); !growth.empty()) {
    warnings.push_back(fmt::format("a partition grows with every {} of its {}, without end; {}", growth,
                                   fmt::join(question.PartitionColumns(), ", "), RemedyOfGrowth(question)));
  }
  for (const std::string& name : question.given) {
    if (question.of->ColumnOf(name).type != ColumnType::kDouble) continue;
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
