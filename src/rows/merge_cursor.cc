#include "rows/merge_cursor.h"

#include <tuple>
#include <utility>

#include "rows/key_number.h"

namespace earshot {

size_t CursorBytes(const Runs& runs) {
  size_t bytes = 0;
  for (const std::unique_ptr<RunFile>& run : runs) bytes += run->cursor_bytes();
  return bytes;
}

StatusOr<std::unique_ptr<SortedCursor>> MergeCursor::Open(const Runs& runs, std::string_view begin, std::string end) {
  std::unique_ptr<MergeCursor> merged(new MergeCursor(std::move(end)));
  for (const std::unique_ptr<RunFile>& run : runs) RETURN_IF_ERROR(merged->Add(*run, begin));
  for (size_t i = merged->heap_.size() / 2; i > 0; --i) merged->SiftDown(i - 1);
  return merged;
}

StatusOr<bool> MergeCursor::Head::Next() {
  ASSIGN_OR_RETURN(const bool more, run->Next(&row));
  if (more) key_begin = NumberAt(row.sort_key, 0);
  return more;
}

bool MergeCursor::Head::IsBefore(const Head& other) const {
  if (key_begin != other.key_begin) return key_begin < other.key_begin;
  return std::tie(row.sort_key, row.origin) < std::tie(other.row.sort_key, other.row.origin);
}

Status MergeCursor::Add(const RunFile& run, std::string_view begin) {
  Head head;
  head.run = run.OpenAt(run.index().OffsetBefore(begin));
  do {
    ASSIGN_OR_RETURN(const bool more, head.Next());
    if (!more) return absl::OkStatus();
  } while (head.row.sort_key < begin);
  heap_.push_back(std::move(head));
  return absl::OkStatus();
}

// Moves the head at `position` down to where it belongs. A std heap would have to take it out and in again, at twice
// the cost.
void MergeCursor::SiftDown(size_t position) {
  while (true) {
    size_t next = 2 * position + 1;
    if (next >= heap_.size()) return;
    if (next + 1 < heap_.size() && heap_[next + 1].IsBefore(heap_[next])) ++next;
    if (!heap_[next].IsBefore(heap_[position])) return;
    std::swap(heap_[position], heap_[next]);
    position = next;
  }
}

StatusOr<bool> MergeCursor::Next(SortedRow* row) {
  // The row given last lives in its run's buffer: only now may that run move on.
  if (std::exchange(given_, false)) {
    ASSIGN_OR_RETURN(const bool more, heap_.front().Next());
    if (!more) {
      std::swap(heap_.front(), heap_.back());
      heap_.pop_back();
    }
    SiftDown(0);
  }
  if (!heap_.empty() && !end_.empty() && heap_.front().row.sort_key >= end_) heap_.clear();
  if (heap_.empty()) return false;
  *row = heap_.front().row;
  given_ = true;
  return true;
}

}  // namespace earshot
