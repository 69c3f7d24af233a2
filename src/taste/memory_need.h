// How much memory learning takes, known before it begins.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/status.h"
#include "taste/sorted_plays.h"

namespace earshot {

// The part of the memory for sorting the plays. Once they are sorted at most half of it is kept, so that the rest is
// for learning from them.
inline constexpr size_t kSortPart = 4;

// About; besides the plays that are sorted.
uint64_t MemoryNeededFor(const PlayCounts& counts, size_t threads);

// An error where that is more than is left of `memory_bytes` while sorted plays are kept. It says how much is needed in
// all.
Status CheckMemory(const PlayCounts& counts, size_t memory_bytes, size_t threads);

}  // namespace earshot
