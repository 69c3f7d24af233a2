// Which question is asked, and with which values: for the command line, a server and benchmarks alike.
//
// Pure functions on constant tables; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "questions/table.h"

namespace earshot {

// A value that a question needs.
struct GivenColumn {
  std::string name;
  ColumnType type = ColumnType::kText;
};

// How a question is asked.
struct QuestionUsage {
  std::string question;
  std::vector<GivenColumn> given;      // in the order of Question::given
  std::optional<GivenColumn> ordered;  // of which a range may be asked for: the first column of `order`
};

QuestionUsage UsageOf(const Table& table);

// The first column of `order`; null where there is none.
const TableColumn* FirstOrdered(const Table& table);

// The table of the question called `name`, which belongs to `tables`. The error (unknown_question) suggests a name.
StatusOr<const Table*> FindQuestion(const std::vector<Table>& tables, std::string_view name);

}  // namespace earshot
