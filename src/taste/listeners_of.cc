#include "taste/listeners_of.h"

#include <numeric>
#include <utility>

namespace earshot {
namespace {

// Where each item's list begins, which becomes its end as it is filled.
std::vector<size_t> BeginsOf(const HeardLists& heard, size_t item_count) {
  std::vector<size_t> begins(item_count, 0);
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const Heard& entry : heard.Of(listener)) ++begins[entry.item];
  }
  std::exclusive_scan(begins.begin(), begins.end(), begins.begin(), size_t{0});
  return begins;
}

}  // namespace

ListenersOf::ListenersOf(const HeardLists& heard, size_t item_count)
    : ends_(BeginsOf(heard, item_count)), listeners_(heard.entry_count()) {
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const Heard& entry : heard.Of(listener)) listeners_[ends_[entry.item]++] = static_cast<uint32_t>(listener);
  }
}

HeardLists Transposed(const HeardLists& heard, size_t item_count) {
  std::vector<size_t> ends = BeginsOf(heard, item_count);
  std::vector<Heard> entries(heard.entry_count());
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const Heard& entry : heard.Of(listener)) {
      entries[ends[entry.item]++] = {static_cast<uint32_t>(listener), entry.plays};
    }
  }
  return {std::move(ends), std::move(entries)};
}

}  // namespace earshot
