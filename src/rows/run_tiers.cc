#include "rows/run_tiers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/stop_token.h"

namespace earshot {
namespace {

StatusOr<std::unique_ptr<RunFile>> Merge(const Runs& runs) {
  RunWriter writer(runs.front()->file());
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedCursor> rows, MergeCursor::Open(runs, "", ""));
  SortedRow row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) return writer.Finish();
    RETURN_IF_ERROR(writer.Add(row));
  }
}

bool MayBeReadTogether(size_t runs, size_t cursor_bytes) { return runs <= kRunsMax && cursor_bytes <= kCursorBytesMax; }

size_t LargestCursor(const Runs& runs) {
  size_t largest = 0;
  for (const std::unique_ptr<RunFile>& run : runs) largest = std::max(largest, run->cursor_bytes());
  return largest;
}

// Memory has no room for one more run like these. Two can always be merged, however much they take.
bool IsFull(const Runs& tier) {
  return tier.size() >= 2 && !MayBeReadTogether(tier.size() + 1, CursorBytes(tier) + LargestCursor(tier));
}

// Takes out of `runs`, which are in the order of their sizes, those to merge next: the smallest, and no more of them
// than are needed for all to be read together, or than may be merged at once.
Runs TakeSmallest(Runs* runs) {
  Runs taken;
  size_t left_bytes = CursorBytes(*runs);
  while (!runs->empty()) {
    const size_t next_bytes = runs->front()->cursor_bytes();
    if (taken.size() >= 2) {
      if (MayBeReadTogether(runs->size() + 1, left_bytes + LargestCursor(taken))) break;
      if (!MayBeReadTogether(taken.size() + 1, CursorBytes(taken) + next_bytes)) break;
    }
    left_bytes -= next_bytes;
    taken.push_back(std::move(runs->front()));
    runs->erase(runs->begin());
  }
  return taken;
}

bool IsSmaller(const std::unique_ptr<RunFile>& a, const std::unique_ptr<RunFile>& b) { return a->bytes() < b->bytes(); }

}  // namespace

Status RunTiers::Add(std::unique_ptr<RunFile> run) {
  for (size_t tier = 0;; ++tier) {
    if (tier == tiers_.size()) tiers_.emplace_back();
    tiers_[tier].push_back(std::move(run));
    if (!IsFull(tiers_[tier])) return absl::OkStatus();
    ASSIGN_OR_RETURN(run, Merge(tiers_[tier]));
    tiers_[tier].clear();
  }
}

StatusOr<Runs> RunTiers::Finish() {
  Runs runs;
  for (Runs& tier : tiers_) std::move(tier.begin(), tier.end(), std::back_inserter(runs));
  tiers_.clear();
  std::sort(runs.begin(), runs.end(), IsSmaller);
  while (!MayBeReadTogether(runs.size(), CursorBytes(runs)) && runs.size() > 1) {
    const Runs smallest = TakeSmallest(&runs);
    ASSIGN_OR_RETURN(std::unique_ptr<RunFile> merged, Merge(smallest));
    runs.insert(std::lower_bound(runs.begin(), runs.end(), merged, IsSmaller), std::move(merged));
  }
  return runs;
}

}  // namespace earshot
