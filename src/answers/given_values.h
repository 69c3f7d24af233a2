// The values that a question is asked with, checked and encoded.
//
// Plain data and a pure function; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"

namespace earshot {

struct GivenValues {
  std::string cells;  // one for each of Table::given, in that order (rows/row.h)
};

// Reads one value for each of Table::given out of "name=value" words, in any order. A missing, unknown or repeated name
// and a value that the column's type does not have are usage errors (invalid_arguments).
StatusOr<GivenValues> ParseGivenValues(const Table& table, const std::vector<std::string>& words);

}  // namespace earshot
