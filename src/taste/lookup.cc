#include "taste/lookup.h"

#include <algorithm>
#include <span>

namespace earshot {

size_t FindListener(const std::vector<Listener>& listeners, int64_t user_id) {
  const auto found = std::lower_bound(listeners.begin(), listeners.end(), user_id,
                                      [](const Listener& one, int64_t id) { return one.user_id < id; });
  if (found == listeners.end() || found->user_id != user_id) return listeners.size();
  return static_cast<size_t>(found - listeners.begin());
}

uint32_t PlaysOf(const HeardLists& heard, size_t listener, uint32_t item) {
  const std::span<const Heard> list = heard.Of(listener);
  const auto found = std::lower_bound(list.begin(), list.end(), item,
                                      [](const Heard& one, uint32_t wanted) { return one.item < wanted; });
  return found != list.end() && found->item == item ? found->plays : 0;
}

}  // namespace earshot
