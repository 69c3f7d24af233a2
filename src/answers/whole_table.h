// A whole table: all its rows in the store's order, as typed values, with their number and digest.
//
// Gives only what can be written down and read back as the same rows: a row that is out of order, and a value that is
// not of its column's type, are errors.
//
// A WholeTable belongs to one thread, and must be gone before the store is. It prints nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "answers/answer.h"
#include "answers/asked_table.h"
#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "stores/store.h"

namespace earshot {

class WholeTable {
 public:
  // The errors are those of FindWholeTable.
  static StatusOr<std::unique_ptr<WholeTable>> Open(Store& store, const Table& question);

  // Moves to the next row; false at the end. Cancelled where a stop is asked for (base/stop_token.h); a transient error
  // where the table was dropped meanwhile, as another one answers.
  StatusOr<bool> Next();
  // The row's values, in the order of Table::columns; valid until the next call of Next.
  const std::vector<Value>& values() const { return values_; }
  // "session_id=338, item_in_session=4": the row's key, for messages.
  std::string DescribeRow() const;

  // How many rows its last load has written; 0 where nobody knows.
  uint64_t rows_expected() const { return asked_.mark.has_value() ? asked_.mark->rows : 0; }
  // Of the rows so far.
  uint64_t rows() const { return rows_; }
  const Digest& digest() const { return digest_; }
  // What the caller should know: a load is changing the table, or has done so since Open. Empty for nothing.
  const std::string& warning() const { return asked_.warning; }

 private:
  WholeTable(Store& store, AskedTable asked) : store_(store), asked_(std::move(asked)), table_(asked_.table) {}

  Status Replaced() const;
  Status CheckOrder();
  Status CheckMark();

  Store& store_;
  AskedTable asked_;  // as it was at Open
  const Table& table_;
  std::unique_ptr<RowCursor> scan_;
  std::string_view row_;
  std::vector<Value> values_;
  std::string sort_key_;
  std::string sort_key_before_;
  uint64_t rows_ = 0;
  Digest digest_;
};

}  // namespace earshot
