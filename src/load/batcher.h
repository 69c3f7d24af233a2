// Cuts a stream of distinct rows into batches: rows that stand next to each other, have the same batch group, and fit
// the store's limits together.
//
// Belongs to one thread; the writer must outlive it.
#pragma once

#include "base/status.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "stores/store.h"

namespace earshot {

class Batcher {
 public:
  Batcher(DistinctRows rows, const TableWriter& writer);

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
  SortedRow pending_;  // read, and not in a batch yet
  bool has_pending_ = false;
  uint64_t group_ = 0;  // of the batch being filled
  Digest digest_;
  uint64_t row_count_ = 0;
};

}  // namespace earshot
