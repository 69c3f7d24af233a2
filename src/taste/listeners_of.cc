#include "taste/listeners_of.h"

#include <numeric>

namespace earshot {

ListenersOf::ListenersOf(const HeardLists& heard, size_t item_count)
    : ends_(item_count, 0), listeners_(heard.entry_count()) {
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const Heard& entry : heard.Of(listener)) ++ends_[entry.item];
  }
  // Where each list begins, which becomes its end as it is filled.
  std::exclusive_scan(ends_.begin(), ends_.end(), ends_.begin(), size_t{0});
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const Heard& entry : heard.Of(listener)) listeners_[ends_[entry.item]++] = static_cast<uint32_t>(listener);
  }
}

}  // namespace earshot
