#include "load/touched_ranges.h"

#include <algorithm>

namespace earshot {

// A range of the store starts and ends between partitions.
void TouchedRanges::Add(std::string_view sort_key, bool is_touched) {
  if (!is_touched && !is_open_) return;
  const std::string_view bound = order_->RangeBound(*table_, sort_key);
  if (is_open_ && bound != last_bound_) {
    ranges_.back().end = bound;
    is_open_ = false;
  }
  if (!is_touched || is_open_) return;
  if (!ranges_.empty() && ranges_.back().end == bound) {
    ranges_.back().end = within_.end;
  } else {
    if (ranges_.size() == kTouchedRangesMax) Thin();
    ranges_.push_back({std::string(bound), within_.end});
  }
  last_bound_ = bound;
  is_open_ = true;
}

// Every two neighbours become one.
void TouchedRanges::Thin() {
  size_t kept = 0;
  for (size_t i = 0; i < ranges_.size(); i += 2) {
    const size_t last = std::min(i + 1, ranges_.size() - 1);
    ranges_[kept++] = {ranges_[i].begin, ranges_[last].end};
  }
  ranges_.resize(kept);
}

}  // namespace earshot
