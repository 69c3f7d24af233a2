// The merge of the rows that a table should hold with those that it holds, both in the store's order: what load,
// verification and repair are made of.
//
// Belongs to one thread; the table and the store must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "stores/store.h"

namespace earshot {

enum class RowMatch {
  kSame,
  kMissing,  // in the source, not in the store
  kDiffers,
  kExtra,  // in the store, not in the source
};

// The views are valid until the next call.
struct MergedRow {
  RowMatch match = RowMatch::kSame;
  std::string_view sort_key;
  std::string_view source_row;  // all but kExtra
  std::string_view store_row;   // all but kMissing
};

// May be moved until its first row is asked for.
class RowMerge {
 public:
  // `scan` reads the range of `table` whose rows `source` has, and is closed at its end; null: the table is empty.
  RowMerge(const Table& table, const Store& store, DistinctRows source, std::unique_ptr<RowCursor> scan)
      : table_(table), store_(store), source_(std::move(source)), scan_(std::move(scan)) {}

  // Moves on to the next key; false at the end. Rows that the store gives out of order are a DamageError.
  StatusOr<bool> Next(MergedRow* row);

  const Table& table() const { return table_; }
  // The source, and the store's cursor, which is on the row that was given last, where that has a store_row.
  const DistinctRows& source() const { return source_; }
  const RowCursor& scan() const { return *scan_; }
  // Of the rows read so far, all of them at the end.
  uint64_t source_rows() const { return source_rows_; }
  uint64_t store_rows() const { return store_rows_; }
  const Digest& source_digest() const { return source_digest_; }
  const Digest& store_digest() const { return store_digest_; }

 private:
  Status NextSource();
  Status NextStore();
  // Moves the sides that gave the last row.
  Status MoveOn();
  RowMatch Compare() const;

  const Table& table_;
  const Store& store_;
  DistinctRows source_;
  std::unique_ptr<RowCursor> scan_;
  SortedRow source_row_;
  Digest source_row_digest_;
  std::string_view store_row_;
  std::string store_sort_key_;
  std::string previous_store_sort_key_;
  bool source_is_used_ = true;  // the row was given, or there was none yet
  bool store_is_used_ = true;
  bool has_source_ = false;
  bool has_store_ = false;
  uint64_t source_rows_ = 0;
  uint64_t store_rows_ = 0;
  Digest source_digest_;
  Digest store_digest_;
};

}  // namespace earshot
