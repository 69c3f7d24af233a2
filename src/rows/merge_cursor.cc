#include "rows/merge_cursor.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace earshot {

size_t CursorBytes(const Runs& runs) {
  size_t bytes = 0;
  for (const std::unique_ptr<RunFile>& run : runs) bytes += run->cursor_bytes();
  return bytes;
}

StatusOr<std::unique_ptr<SortedCursor>> MergeCursor::Open(const Runs& runs, std::string_view begin, std::string end) {
  std::unique_ptr<MergeCursor> merged(new MergeCursor(std::move(end)));
  for (const std::unique_ptr<RunFile>& run : runs) RETURN_IF_ERROR(merged->Add(*run, begin));
  return merged;
}

Status MergeCursor::Add(const RunFile& run, std::string_view begin) {
  Head head{{}, run.OpenAt(run.index().OffsetBefore(begin))};
  do {
    ASSIGN_OR_RETURN(const bool more, head.run->Next(&head.row));
    if (!more) return absl::OkStatus();
  } while (head.row.sort_key < begin);
  heap_.push_back(std::move(head));
  std::push_heap(heap_.begin(), heap_.end(), IsAfter);
  return absl::OkStatus();
}

StatusOr<bool> MergeCursor::Next(SortedRow* row) {
  // The row given last lives in its run's buffer: only now may that run move on.
  if (std::exchange(given_, false)) {
    ASSIGN_OR_RETURN(const bool more, heap_.back().run->Next(&heap_.back().row));
    if (more) {
      std::push_heap(heap_.begin(), heap_.end(), IsAfter);
    } else {
      heap_.pop_back();
    }
  }
  if (!heap_.empty() && !end_.empty() && heap_.front().row.sort_key >= end_) heap_.clear();
  if (heap_.empty()) return false;
  std::pop_heap(heap_.begin(), heap_.end(), IsAfter);
  *row = heap_.back().row;
  given_ = true;
  return true;
}

bool MergeCursor::IsAfter(const Head& a, const Head& b) {
  return std::tie(a.row.sort_key, a.row.origin) > std::tie(b.row.sort_key, b.row.origin);
}

}  // namespace earshot
