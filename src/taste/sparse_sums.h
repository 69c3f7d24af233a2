// Sums by number, most of them of nothing: what has been added to is listed, so that neither reading nor clearing
// touches the others.
//
// Owned by one thread, and used again and again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace earshot {

template <typename Value>
class SparseSums {
 public:
  explicit SparseSums(size_t size) : sums_(size), is_touched_(size) {}

  void Add(uint32_t number, const Value& value) {
    if (is_touched_[number] == 0) {
      is_touched_[number] = 1;
      touched_.push_back(number);
    }
    sums_[number] += value;
  }

  const Value& Of(uint32_t number) const { return sums_[number]; }
  // The numbers that have been added to, in the order of their first time.
  const std::vector<uint32_t>& touched() const { return touched_; }

  void Clear() {
    for (const uint32_t number : touched_) {
      sums_[number] = Value{};
      is_touched_[number] = 0;
    }
    touched_.clear();
  }

 private:
  std::vector<Value> sums_;
  std::vector<uint8_t> is_touched_;
  std::vector<uint32_t> touched_;
};

}  // namespace earshot
