// TableReader: the part of a store that is read.
//
// A TableReader may be called from many threads at once, also while other threads write to the store. Its cursors
// belong to one thread each, and must be gone before the store is, and before a table or the keyspace is dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/row_ordered.h"
#include "stores/table_writer.h"

namespace earshot {

// Rows one after the other, in the store's order.
class RowCursor {
 public:
  virtual ~RowCursor() = default;

  // Moves to the next row; false at the end. `row` (all cells, as in rows/row.h) is valid until the next call.
  // REQUIRES: no call before has returned false or an error.
  virtual StatusOr<bool> Next(std::string_view* row) = 0;

  // The stored value whose cell at `column` of the current row is null, for messages: a null, or a value that is not of
  // the column's type, where the store allows such values.
  virtual std::string ShownNull(size_t /*column*/) const { return "null"; }
};

struct TableState {
  bool exists = false;
  bool has_other_schema = false;  // not the one that the question needs; its rows are not counted
  uint64_t rows = 0;
};

// Of a column's values: from one to another, in the order of its type. Cells (cql/cells.h); an empty one is no bound.
struct ColumnRange {
  std::string from;  // included
  std::string to;
  bool includes_to = true;
};

// Answers from one table, which may be read side by side. Where the store has transactions, all are of one moment: no
// load comes between them. Belongs to one thread; its cursors may outlive it.
class AnswerReader {
 public:
  virtual ~AnswerReader() = default;

  // The rows whose values in the question's given columns are `given_cells`: one cell for each of Table::given, in that
  // order; of these the ones in `range` of the column after them. REQUIRES: with a bound there is a clustering column
  // after them.
  virtual StatusOr<std::unique_ptr<RowCursor>> Open(std::string_view given_cells, const ColumnRange& range) = 0;
};

class TableReader : public virtual RowOrdered {
 public:
  // Whether the table exists, and how many rows it holds.
  virtual StatusOr<TableState> State(const Table& table) = 0;

  // The latest write time of the rows of `table`; WriteTime() where the store keeps none. Not of rows that were
  // removed: those times cannot be read.
  virtual StatusOr<WriteTime> LastWrite(const Table& /*table*/) { return WriteTime(); }

  // BeingLoaded where a load has the lease of the question's table, as far as the store can say that: a first load has
  // it before there is a mark.
  virtual Status CheckNotBeingLoaded(const Table& /*question*/) { return absl::OkStatus(); }

  // The rows of `table` in `range`. `table` must outlive the cursor. A table that does not exist, or has a different
  // schema, is an error.
  // REQUIRES: the bounds of `range` are empty, or are RowOrder::RangeBound of a sort key, or are those of a write
  // range.
  virtual StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) = 0;

  // The table and errors are as for Scan.
  virtual StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) = 0;

  // One answer alone.
  StatusOr<std::unique_ptr<RowCursor>> Answer(const Table& table, std::string_view given_cells,
                                              const ColumnRange& range);
};

// Whether the store has the table. One with a different schema is an error, as for Scan.
StatusOr<bool> HasTable(TableReader& store, const Table& table);

}  // namespace earshot
