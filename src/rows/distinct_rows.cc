#include "rows/distinct_rows.h"

#include <utility>

namespace earshot {

void DuplicateCounts::Add(const DuplicateCounts& other) {
  repeated += other.repeated;
  conflicts += other.conflicts;
  folded += other.folded;
}

void DistinctRows::OwnedRow::Assign(const SortedRow& from) {
  sort_key.assign(from.sort_key);
  row.assign(from.row);
  line = from.line;
}

DistinctRows::DistinctRows(const Table& table, std::unique_ptr<SortedCursor> rows, ConflictHandler on_conflict)
    : table_(table), rows_(std::move(rows)), on_conflict_(std::move(on_conflict)) {}

StatusOr<bool> DistinctRows::Next(SortedRow* row) {
  SortedRow following;
  if (!std::exchange(started_, true)) {
    ASSIGN_OR_RETURN(has_next_, rows_->Next(&following));
    if (has_next_) next_.Assign(following);
  }
  if (!has_next_) return false;
  std::swap(current_, next_);
  while (true) {
    ASSIGN_OR_RETURN(has_next_, rows_->Next(&following));
    if (!has_next_) break;
    if (following.sort_key != current_.sort_key) {
      next_.Assign(following);
      break;
    }
    RETURN_IF_ERROR(CountDuplicate(following));
    current_.Assign(following);
  }
  *row = current_.View();
  return true;
}

Status DistinctRows::CountDuplicate(const SortedRow& kept) {
  if (!table_.one_row_per_play) {
    ++counts_.folded;
    return absl::OkStatus();
  }
  if (kept.row == current_.row) {
    ++counts_.repeated;
    return absl::OkStatus();
  }
  ++counts_.conflicts;
  return on_conflict_({kept.row, current_.row, kept.line, current_.line});
}

}  // namespace earshot
