#include "questions/advice.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace earshot {
namespace {

// Columns that have a handful of values however many plays there are.
constexpr std::string_view kFewValuedColumns[] = {"gender", "level"};

std::vector<std::string> KeyNames(const Table& table, size_t begin, size_t end) {
  std::vector<std::string> names;
  for (size_t i = begin; i < end; ++i) names.push_back(table.columns[i].name);
  return names;
}

std::vector<std::string> PartitionNames(const Table& table) { return KeyNames(table, 0, table.partition_size); }

bool HasFewValues(const std::string& name) {
  return std::find(std::begin(kFewValuedColumns), std::end(kFewValuedColumns), name) != std::end(kFewValuedColumns);
}

// A session ends, so that what holds one session's plays ends too; everything else goes on while people listen,
// unless one_per merges the plays into rows that do not come with each new session.
bool GrowsWithoutEnd(const Table& table) {
  if (Contains(PartitionNames(table), "session_id")) return false;
  return table.one_row_per_play || Contains(table.question.one_per, "session_id");
}

}  // namespace

std::string DescribeRows(const Table& table) {
  const std::string partition = fmt::format("{}", fmt::join(PartitionNames(table), ", "));
  if (table.one_row_per_play) return fmt::format("one row a play; a partition holds the plays of one {}", partition);
  const std::string row = fmt::format("{}", fmt::join(table.question.one_per, ", "));
  const bool has_values = table.columns.size() > table.key_size;
  return fmt::format("one row a {}{}; a partition holds those of one {}", row,
                     has_values ? ", with the values of the last play" : "", partition);
}

std::vector<std::string> WarningsOf(const Table& table) {
  const Question& question = table.question;
  const std::vector<std::string> partition = PartitionNames(table);
  const std::string partition_text = fmt::format("{}", fmt::join(partition, ", "));
  std::vector<std::string> warnings;
  if (std::all_of(partition.begin(), partition.end(), HasFewValues)) {
    warnings.push_back(
        fmt::format("the partition key ({}) has only a few values, so that a few nodes hold all rows and do all the "
                    "work; give a column with many values as well",
                    partition_text));
  }
  if (GrowsWithoutEnd(table)) {
    warnings.push_back(
        fmt::format("a partition grows with every {} of its {}, without end; let one_per merge plays that the answer "
                    "need not distinguish, or give session_id as well",
                    table.one_row_per_play ? "play" : "session", partition_text));
  }
  if (Contains(question.given, "length")) {
    warnings.emplace_back(
        "length is given, so that only exactly the same number finds its rows: no rounding, no range");
  }
  const auto is_given = [&](const std::string& name) { return Contains(question.given, name); };
  if (std::all_of(question.answer.begin(), question.answer.end(), is_given)) {
    warnings.emplace_back("the answer has nothing that is not given already");
  }
  if (question.asks.empty()) warnings.emplace_back("it does not say in words what it asks; add asks = \"...?\"");
  return warnings;
}

}  // namespace earshot
