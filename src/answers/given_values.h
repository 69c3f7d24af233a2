// The values that a question is asked with, checked and encoded.
//
// Plain data and a pure function; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/table_reader.h"

namespace earshot {

// So many answers can be asked for at once.
inline constexpr size_t kAnswersMax = 1000;

// One answer: for each of the partitions that it is spread over one cell for each of Table::given, in that order
// (rows/row.h).
using GivenCells = std::vector<std::string>;

struct GivenValues {
  std::vector<GivenCells> answers;  // one after the other: for each value of what is given several
  ColumnRange range;                // of the first column of `order`
  std::vector<size_t> several;      // positions in Table::columns of what is given several values
};

// Reads "name=value" words, in any order: one value or several for each name that is given, and one, a range or a
// prefix for the first column of `order` (answers/column_range.h), which may be missing. A missing or unknown name and
// a value that the column's type does not have are usage errors (invalid_arguments).
StatusOr<GivenValues> ParseGivenValues(const Table& table, const std::vector<std::string>& words);

}  // namespace earshot
