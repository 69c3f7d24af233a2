// A row with its sort key, and rows of that kind read one after the other.
//
// Plain data; a cursor belongs to one thread.
#pragma once

#include <string_view>

#include "base/status.h"
#include "plays/record.h"

namespace earshot {

struct SortedRow {
  std::string_view sort_key;
  std::string_view row;
  Origin origin;
};

// Rows one after the other; their views are valid until the next call, or, where RowsStay, as long as what they are
// read from.
class SortedCursor {
 public:
  virtual ~SortedCursor() = default;
  virtual StatusOr<bool> Next(SortedRow* row) = 0;
  virtual bool RowsStay() const { return false; }
};

}  // namespace earshot
