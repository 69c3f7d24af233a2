#include "load/batcher.h"

#include <utility>

#include "base/check.h"
#include "base/stop_token.h"
#include "cql/cells.h"

namespace earshot {

void MatchCounts::Add(RowMatch match) {
  switch (match) {
    case RowMatch::kSame: ++same; break;
    case RowMatch::kMissing: ++missing; break;
    case RowMatch::kDiffers: ++differing; break;
    case RowMatch::kExtra: ++extra; break;
  }
}

void MatchCounts::Add(const MatchCounts& other) {
  same += other.same;
  missing += other.missing;
  differing += other.differing;
  extra += other.extra;
}

Batcher::Batcher(RowMerge rows, const TableWriter& writer, Change change, size_t range)
    : rows_(std::move(rows)), writer_(writer), limits_(writer.limits()), change_(change), range_(range) {}

bool Batcher::IsToBeSent() const {
  if (change_ == Change::kRemove) return pending_.match == RowMatch::kExtra;
  return pending_.match == RowMatch::kMissing || pending_.match == RowMatch::kDiffers;
}

std::string_view Batcher::PendingCells() const {
  return change_ == Change::kRemove ? pending_.store_row : pending_.source_row;
}

// Moves on to the next row that is to be sent, where there is one.
Status Batcher::ReadPending() {
  while (!has_pending_) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows_.Next(&pending_));
    if (!more) return absl::OkStatus();
    counts_.Add(pending_.match);
    if (touched_ != nullptr) touched_->Add(pending_.sort_key, pending_.match != RowMatch::kSame);
    has_pending_ = IsToBeSent();
    if (has_pending_) continue;
    if (pending_.match == RowMatch::kExtra) {
      KeepExtraRow(pending_.store_row);
    } else {
      ++passed_over_;
    }
  }
  EARSHOT_CHECK(last_sort_key_.empty() || pending_.sort_key > last_sort_key_);
  return absl::OkStatus();
}

void Batcher::KeepExtra(std::vector<std::string>* rows, size_t bytes_max) {
  extra_rows_ = rows;
  extra_bytes_left_ = bytes_max;
}

void Batcher::KeepExtraRow(std::string_view row) {
  const size_t bytes = row.size() + sizeof(std::string);
  kept_all_extra_ = kept_all_extra_ && extra_rows_ != nullptr && bytes <= extra_bytes_left_;
  if (!kept_all_extra_) return;
  extra_bytes_left_ -= bytes;
  extra_rows_->emplace_back(row);
}

bool Batcher::Fits(const RowBatch& batch) const {
  const size_t rows = batch.row_ends.size() + 1;
  const size_t bytes = batch.cells.size() + PendingCells().size() + rows * limits_.row_overhead_bytes;
  return rows <= limits_.batch_rows_max && bytes <= limits_.batch_bytes_max &&
         writer_.ReplicaSet(pending_.sort_key) == replica_set_;
}

StatusOr<bool> Batcher::Next(RowBatch* batch) {
  batch->range = range_;
  batch->removes = change_ == Change::kRemove;
  batch->cells.clear();
  batch->row_ends.clear();
  while (true) {
    if (!has_pending_) RETURN_IF_ERROR(ReadPending());
    if (!has_pending_) break;
    // A row that exceeds the limits is a batch of its own.
    if (batch->row_ends.empty()) {
      replica_set_ = writer_.ReplicaSet(pending_.sort_key);
      batch->first_sort_key = pending_.sort_key;
    } else if (!Fits(*batch)) {
      break;
    }
    const size_t begin = batch->cells.size();
    batch->cells.append(PendingCells());
    // Of a row that is not there, no cell is either.
    const bool has_nulls = rows_.table().question.of->may_lack_values;
    if (has_nulls && pending_.match == RowMatch::kMissing) UnsetNullCells(&batch->cells, begin);
    batch->row_ends.push_back(static_cast<uint32_t>(batch->cells.size()));
    last_sort_key_ = pending_.sort_key;
    has_pending_ = false;
  }
  batch->last_sort_key = last_sort_key_;
  return !batch->row_ends.empty();
}

}  // namespace earshot
