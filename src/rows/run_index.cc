#include "rows/run_index.h"

#include <algorithm>
#include <cstring>

namespace earshot {
namespace {

std::array<unsigned char, RunIndex::kKeyBytes> BeginningOf(std::string_view key) {
  std::array<unsigned char, RunIndex::kKeyBytes> beginning = {};
  std::memcpy(beginning.data(), key.data(), std::min(key.size(), beginning.size()));
  return beginning;
}

}  // namespace

void RunIndex::Add(std::string_view sort_key, uint64_t offset) {
  if (blocks_++ % step_ != 0) return;
  if (entries_.size() == kEntriesMax) {
    for (size_t i = 0; i < kEntriesMax / 2; ++i) entries_[i] = entries_[2 * i];
    entries_.resize(kEntriesMax / 2);
    step_ *= 2;
  }
  entries_.push_back({BeginningOf(sort_key), offset});
}

// Where the beginnings of two keys differ, the keys are in the same order as they are. Where they are equal nothing is
// known, and an earlier block is taken.
uint64_t RunIndex::OffsetBefore(std::string_view sort_key) const {
  const auto beginning = BeginningOf(sort_key);
  const auto after =
      std::lower_bound(entries_.begin(), entries_.end(), beginning,
                       [](const Entry& entry, const auto& searched) { return entry.key_begin < searched; });
  return after == entries_.begin() ? 0 : std::prev(after)->offset;
}

}  // namespace earshot
