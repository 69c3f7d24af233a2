#include "load/batcher.h"

#include <utility>

#include "base/check.h"

namespace earshot {

Batcher::Batcher(DistinctRows rows, const TableWriter& writer, size_t range)
    : rows_(std::move(rows)), writer_(writer), limits_(writer.limits()), range_(range) {}

bool Batcher::Fits(const RowBatch& batch, const SortedRow& row) const {
  const size_t rows = batch.row_ends.size() + 1;
  const size_t bytes = batch.cells.size() + row.row.size() + rows * limits_.row_overhead_bytes;
  return rows <= limits_.batch_rows_max && bytes <= limits_.batch_bytes_max &&
         writer_.ReplicaSet(row.sort_key) == replica_set_;
}

StatusOr<bool> Batcher::Next(RowBatch* batch) {
  batch->range = range_;
  batch->cells.clear();
  batch->row_ends.clear();
  while (true) {
    if (!has_pending_) {
      ASSIGN_OR_RETURN(has_pending_, rows_.Next(&pending_));
      if (!has_pending_) break;
      EARSHOT_CHECK(row_count_ == 0 || pending_.sort_key > last_sort_key_);
    }
    // A row that exceeds the limits is a batch of its own.
    if (batch->row_ends.empty()) {
      replica_set_ = writer_.ReplicaSet(pending_.sort_key);
      batch->first_sort_key = pending_.sort_key;
    } else if (!Fits(*batch, pending_)) {
      break;
    }
    batch->cells.append(pending_.row);
    batch->row_ends.push_back(static_cast<uint32_t>(batch->cells.size()));
    last_sort_key_ = pending_.sort_key;
    digest_.Add(pending_.row);
    ++row_count_;
    has_pending_ = false;
  }
  batch->last_sort_key = last_sort_key_;
  return !batch->row_ends.empty();
}

}  // namespace earshot
