// Who has heard each artist, or each song: lists of Heard the other way round.
//
// Constant once it is made; safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "taste/listening.h"

namespace earshot {

class ListenersOf {
 public:
  ListenersOf(const HeardLists& heard, size_t item_count);

  size_t size() const { return ends_.size(); }
  // In the order of the listeners.
  std::span<const uint32_t> Of(size_t item) const {
    const size_t begin = item == 0 ? 0 : ends_[item - 1];
    return {listeners_.data() + begin, ends_[item] - begin};
  }

 private:
  std::vector<size_t> ends_;
  std::vector<uint32_t> listeners_;
};

// The same with the plays: a list of each item, in which listeners are the items.
HeardLists Transposed(const HeardLists& heard, size_t item_count);

}  // namespace earshot
