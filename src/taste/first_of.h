// The first few of many values by an order, found while they come, in memory for twice as many as are kept.
//
// Mostly a value costs one comparison, with the last of those that are kept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace earshot {

// `Before` is a strict order in which no two values are the same. Owned by one thread, and used again and again.
template <typename Value, typename Before>
class FirstOf {
 public:
  // REQUIRES: count > 0.
  explicit FirstOf(size_t count, Before before = Before()) : count_(count), before_(before) {
    values_.reserve(2 * count);
  }

  void Clear() {
    values_.clear();
    is_cut_ = false;
  }

  void Add(const Value& value) {
    if (is_cut_ && !before_(value, last_)) return;
    values_.push_back(value);
    if (values_.size() == 2 * count_) Cut();
  }

  // In no order that means anything. Valid until the next call.
  const std::vector<Value>& Unsorted() {
    if (values_.size() > count_) Cut();
    return values_;
  }
  const std::vector<Value>& Sorted() {
    Unsorted();
    std::sort(values_.begin(), values_.end(), before_);
    return values_;
  }

 private:
  void Cut() {
    const auto last = values_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
    std::nth_element(values_.begin(), last, values_.end(), before_);
    last_ = *last;
    values_.resize(count_);
    is_cut_ = true;
  }

  const size_t count_;
  const Before before_;
  std::vector<Value> values_;
  Value last_{};  // of those that are kept, once there were more
  bool is_cut_ = false;
};

}  // namespace earshot
