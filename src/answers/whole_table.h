// A whole table: all its rows in the store's order, as typed values, with their number and digest.
//
// Gives only what can be written down and read back as the same rows: a row that is out of order, and a value that is
// not of its column's type, are errors.
//
// A WholeTable belongs to one thread, and must be gone before the store and the table are. It prints nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answers/answer.h"
#include "answers/check_loaded.h"
#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "stores/store.h"

namespace earshot {

class WholeTable {
 public:
  // A table whose first load has not finished is a transient error (load_unfinished).
  static StatusOr<std::unique_ptr<WholeTable>> Open(Store& store, const Table& table);

  // Moves to the next row; false at the end. Cancelled where a stop is asked for (base/stop_token.h).
  StatusOr<bool> Next();
  // The row's values, in the order of Table::columns; valid until the next call of Next.
  const std::vector<Value>& values() const { return values_; }
  // "session_id=338, item_in_session=4": the row's key, for messages.
  std::string DescribeRow() const;

  // How many rows its last load has written; 0 where nobody knows.
  uint64_t rows_expected() const { return loaded_.mark.has_value() ? loaded_.mark->rows : 0; }
  // Of the rows so far.
  uint64_t rows() const { return rows_; }
  const Digest& digest() const { return digest_; }
  // What the caller should know: a load is changing the table, or has done so since Open. Empty for nothing.
  const std::string& warning() const { return loaded_.warning; }

 private:
  WholeTable(Store& store, const Table& table) : store_(store), table_(table) {}

  Status CheckOrder();
  Status CheckValue(size_t column) const;
  Status CheckMark();

  Store& store_;
  const Table& table_;
  Loaded loaded_;  // as the table was at Open
  std::unique_ptr<RowCursor> scan_;
  std::string_view row_;
  std::vector<Value> values_;
  std::string sort_key_;
  std::string sort_key_before_;
  uint64_t rows_ = 0;
  Digest digest_;
};

}  // namespace earshot
