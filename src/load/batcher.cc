#include "load/batcher.h"

#include <utility>

namespace earshot {

Batcher::Batcher(DistinctRows rows, const TableWriter& writer)
    : rows_(std::move(rows)), writer_(writer), limits_(writer.limits()) {}

bool Batcher::Fits(const RowBatch& batch, const SortedRow& row) const {
  const size_t rows = batch.row_ends.size() + 1;
  const size_t bytes = batch.cells.size() + row.row.size() + rows * limits_.row_overhead_bytes;
  return rows <= limits_.batch_rows_max && bytes <= limits_.batch_bytes_max &&
         writer_.ReplicaSet(row.sort_key) == group_;
}

StatusOr<bool> Batcher::Next(RowBatch* batch) {
  batch->cells.clear();
  batch->row_ends.clear();
  while (true) {
    if (!has_pending_) {
      ASSIGN_OR_RETURN(has_pending_, rows_.Next(&pending_));
      if (!has_pending_) return !batch->row_ends.empty();
    }
    // A row that alone is over the limit still has to go: by itself.
    if (batch->row_ends.empty()) {
      group_ = writer_.ReplicaSet(pending_.sort_key);
    } else if (!Fits(*batch, pending_)) {
      return true;
    }
    batch->cells.append(pending_.row);
    batch->row_ends.push_back(static_cast<uint32_t>(batch->cells.size()));
    digest_.Add(pending_.row);
    ++row_count_;
    has_pending_ = false;
  }
}

}  // namespace earshot
