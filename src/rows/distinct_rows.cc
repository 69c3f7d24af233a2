#include "rows/distinct_rows.h"

#include <utility>

#include "rows/row.h"

namespace earshot {

void DroppedCounts::Add(const DroppedCounts& other) {
  duplicates += other.duplicates;
  conflicts += other.conflicts;
  merged += other.merged;
  over_limit += other.over_limit;
}

DistinctRows::DistinctRows(const Table& table, std::unique_ptr<SortedCursor> rows, ConflictHandler on_conflict)
    : table_(table), rows_(std::move(rows)), on_conflict_(std::move(on_conflict)) {}

StatusOr<bool> DistinctRows::Next(SortedRow* row) {
  while (true) {
    ASSIGN_OR_RETURN(const bool more, NextKey(row));
    if (!more || table_.question.limit == 0 || !IsOverLimit(row->row)) return more;
    ++counts_.over_limit;
    dropped_digest_.Add(row->row);
  }
}

// What is given comes first in a row, and the rows of one answer come together.
bool DistinctRows::IsOverLimit(std::string_view row) {
  const std::string_view answer = FirstCells(row, table_.given.size());
  if (answer != answer_ || answer_rows_ == 0) {
    answer_ = answer;
    answer_rows_ = 0;
  }
  return ++answer_rows_ > table_.question.limit;
}

StatusOr<bool> DistinctRows::NextKey(SortedRow* row) {
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
