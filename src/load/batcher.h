// Divides a stream of distinct rows into batches: neighbours of one replica set that fit the store's limits together.
//
// Belongs to one thread; the writer must outlive it.
#pragma once

#include <string>

#include "base/status.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "stores/table_writer.h"

namespace earshot {

class Batcher {
 public:
  // `rows` are those of the key range at position `range` of TableSink::WriteRanges, in the store's order.
  Batcher(DistinctRows rows, const TableWriter& writer, size_t range = 0);

  // Fills `batch` (all but its id) with the next rows; false at the end.
  StatusOr<bool> Next(RowBatch* batch);

  // Of the rows given so far.
  const Digest& digest() const { return digest_; }
  const Digest& dropped_digest() const { return rows_.dropped_digest(); }
  uint64_t row_count() const { return row_count_; }
  const DroppedCounts& dropped() const { return rows_.counts(); }

 private:
  bool Fits(const RowBatch& batch, const SortedRow& row) const;

  DistinctRows rows_;
  const TableWriter& writer_;
  const WriteLimits limits_;
  const size_t range_;
  SortedRow pending_;  // read, and not in a batch yet
  bool has_pending_ = false;
  uint64_t replica_set_ = 0;   // of the batch being filled
  std::string last_sort_key_;  // of the rows given so far
  Digest digest_;
  uint64_t row_count_ = 0;
};

}  // namespace earshot
