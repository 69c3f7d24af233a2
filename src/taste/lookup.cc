#include "taste/lookup.h"

#include <algorithm>

namespace earshot {

size_t FindListener(const std::vector<Listener>& listeners, int64_t user_id) {
  const auto found = std::lower_bound(listeners.begin(), listeners.end(), user_id,
                                      [](const Listener& one, int64_t id) { return one.user_id < id; });
  if (found == listeners.end() || found->user_id != user_id) return listeners.size();
  return static_cast<size_t>(found - listeners.begin());
}

}  // namespace earshot
