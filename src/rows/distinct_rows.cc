#include "rows/distinct_rows.h"

#include <utility>

namespace earshot {

void DroppedCounts::Add(const DroppedCounts& other) {
  duplicates += other.duplicates;
  conflicts += other.conflicts;
  merged += other.merged;
}

void DistinctRows::HeldRow::Hold(const SortedRow& row, bool copy) {
  row_ = row;
  if (!copy) return;
  copy_.assign(row.sort_key).append(row.row);
  row_.sort_key = std::string_view(copy_).substr(0, row.sort_key.size());
  row_.row = std::string_view(copy_).substr(row.sort_key.size());
}

DistinctRows::DistinctRows(const Table& table, std::unique_ptr<SortedCursor> rows, ConflictHandler on_conflict)
    : table_(table), rows_(std::move(rows)), on_conflict_(std::move(on_conflict)) {}

StatusOr<bool> DistinctRows::Next(SortedRow* row) {
  const bool copy = !rows_->RowsStay();
  SortedRow following;
  if (!std::exchange(started_, true)) {
    ASSIGN_OR_RETURN(has_next_, rows_->Next(&following));
    if (has_next_) held_[1 - current_].Hold(following, copy);
  }
  if (!has_next_) return false;
  current_ = 1 - current_;
  HeldRow& current = held_[current_];
  while (true) {
    ASSIGN_OR_RETURN(has_next_, rows_->Next(&following));
    if (!has_next_) break;
    if (following.sort_key != current.row().sort_key) {
      held_[1 - current_].Hold(following, copy);
      break;
    }
    RETURN_IF_ERROR(CountDuplicate(current.row(), following));
    current.Hold(following, copy);
  }
  *row = current.row();
  return true;
}

Status DistinctRows::CountDuplicate(const SortedRow& dropped, const SortedRow& kept) {
  dropped_digest_.Add(dropped.row);
  if (!table_.one_row_per_play) {
    ++counts_.merged;
    return absl::OkStatus();
  }
  if (kept.row == dropped.row) {
    ++counts_.duplicates;
    return absl::OkStatus();
  }
  ++counts_.conflicts;
  if (!on_conflict_) return absl::OkStatus();
  return on_conflict_({kept.row, dropped.row, kept.origin, dropped.origin});
}

}  // namespace earshot
