// The order in which a store keeps a table's rows, expressed as a sort key: a byte string for each row, such that the
// store has row a before row b exactly if a's sort key is before b's bytewise, and two rows have the same sort key
// exactly if they have the same primary key.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "questions/table.h"

namespace earshot {

// Implementations hold no state that changes: one object may serve many threads at once.
class RowOrder {
 public:
  virtual ~RowOrder() = default;
  // Appends the sort key of `row` (whole, as rows/row.h has it) to `sort_key`.
  virtual void AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const = 0;
  // Whether the store can have `row` in `table`; most can have any. The error names a column. It comes before anything
  // is written, so no load stops halfway for it.
  virtual Status CheckRow(const Table& /*table*/, std::string_view /*row*/) const { return absl::OkStatus(); }
  // The beginning of `sort_key` that a range of the store can start or end at.
  virtual std::string_view RangeBound(const Table& table, std::string_view sort_key) const = 0;
};

// Appends the bytes by which a value sorts as its type does: numbers by value, text bytewise; `descending` reverses the
// order. No such string is a prefix of another of the same type, so they can be concatenated.
void AppendSortableCell(ColumnType type, bool descending, std::string_view value, std::string* sort_key);

// The inverse: appends to `cell` what the cell was that `sort_key` begins with. Returns how many bytes of `sort_key` it
// read. REQUIRES: `sort_key` begins with such a cell.
size_t AppendCellOfSortable(ColumnType type, bool descending, std::string_view sort_key, std::string* cell);

// Rows by the values of the key's columns, one after the other: SQLite's order.
class KeyOrder : public RowOrder {
 public:
  void AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const override;
  // The first column, which is the partition key's and so never descending.
  std::string_view RangeBound(const Table& table, std::string_view sort_key) const override;
};

}  // namespace earshot
