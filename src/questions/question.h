// A question as a person writes it down, and as a questions file holds it. Plain data; safe to share
// between threads while constant.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"
#include "questions/measure.h"

namespace earshot {

inline constexpr int32_t kLimitMax = std::numeric_limits<int32_t>::max();
inline constexpr uint32_t kBucketsMin = 2;
inline constexpr uint32_t kBucketsMax = 1000;

// With which names of tables begin that no question can have: those of earshot's own tables, and of SQLite's.
inline constexpr std::string_view kOwnNamePrefix = "earshot_";
inline constexpr std::string_view kSqliteNamePrefix = "sqlite_";

// A column of `order`: which, and which way round.
struct OrderedColumn {
  std::string name;
  bool descending = false;
};

// "length desc"
inline std::string TextOf(const OrderedColumn& column) { return column.name + (column.descending ? " desc" : ""); }

// A column of `only`: which values its records have.
struct Filter {
  std::string column;
  std::vector<std::string> values;  // as texts
};

struct Question {
  std::string name;                     // also the table's
  const Dataset* of = &PlaysDataset();  // what it is asked of; its columns are the ones that may be named
  std::string asks;                     // the question in words
  std::vector<Filter> only;             // which records it is asked of; all of them where it is empty
  std::vector<std::string> given;       // what the asker knows
  std::vector<std::string> partition;   // which of `given` make the partition key; empty: all of them
  std::vector<OrderedColumn> order;
  // One row for each value of these; where there are none, one for what is given. Nothing: one row a record.
  std::optional<std::vector<std::string>> one_per;
  std::vector<Measure> measures;    // of each row's records
  uint64_t limit = 0;               // how many rows of each answer there are at most; 0: all of them
  uint32_t buckets = 0;             // over how many partitions each answer is spread; 0: not at all
  std::vector<std::string> answer;  // the columns returned, in this order
  uint32_t line = 0;                // where it starts in its file, from 1

  // The columns of the partition key, but for the bucket.
  const std::vector<std::string>& PartitionColumns() const { return partition.empty() ? given : partition; }
  // Whether a partition has rows of one answer alone: all that is given chooses it. REQUIRES: ViolationsOf has none.
  bool HasAnswerInEachPartition() const { return PartitionColumns().size() == given.size(); }
  // The measure called `name`, or null.
  const Measure* FindMeasure(std::string_view name) const {
    const auto found = std::find_if(measures.begin(), measures.end(), [&](const Measure& m) { return m.name == name; });
    return found == measures.end() ? nullptr : &*found;
  }
};

// Whether one of these columns is `name`.
inline bool Contains(const std::vector<std::string>& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

// Reads the questions of a TOML text. `source` names the text in messages. Every mistake that one question
// alone can hold (unknown key or column, the same column twice, nothing given, no answer, a bad or duplicate
// name) is refused with "source:line:column: reason".
StatusOr<std::vector<Question>> ParseQuestions(const std::string& text, const std::string& source);

// What a text holds, mistakes included, so that it can be repaired.
struct QuestionsText {
  std::vector<Question> questions;  // those without a mistake
  std::vector<Status> mistakes;     // in the order of the text
};
QuestionsText ParseAllQuestions(const std::string& text, const std::string& source);

// The questions that are built in: the text of questions/builtin.toml.
extern const char kBuiltinQuestions[];
// And those of the datasets that are computed of plays: questions/taste.toml.
extern const char kTasteQuestions[];

}  // namespace earshot
