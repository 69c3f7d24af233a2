// TableSink: the part of a store that takes rows.
//
// A TableSink belongs to one thread, except for its order. Its writers may each be used on another thread, at the same
// time, and must be gone before the sink is.
#pragma once

#include <memory>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/row_ordered.h"
#include "stores/table_writer.h"

namespace earshot {

class TableSink : public virtual RowOrdered {
 public:
  // Splits the key space into at most `count` ranges, in order and without gaps, which are best written at the same
  // time.
  virtual std::vector<KeyRange> WriteRanges(size_t count) const = 0;

  // Creates the table where it does not exist. A table of that name with a different schema is an error, and is left as
  // it is.
  virtual Status Create(const Table& table) = 0;

  // Starts a load of `table`, which must outlive the writer. A table that does not exist, or has a different schema, is
  // an error.
  virtual StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) = 0;
};

}  // namespace earshot
