#include "taste/memory_need.h"

#include <algorithm>

#include "taste/factors.h"
#include "taste/neighbour_weights.h"

namespace earshot {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;

}  // namespace

uint64_t MemoryNeededFor(const PlayCounts& counts, size_t threads) {
  const uint64_t neighbours = counts.artists * std::min<uint64_t>(counts.artists, kNeighboursMax);
  const uint64_t co_counts = counts.artists * std::min<uint64_t>(counts.artists, kCoCountsMax);
  constexpr uint64_t kNameBytes = 64;  // with what an allocation takes
  const uint64_t lasting = counts.name_bytes + kNameBytes * (counts.artists + counts.songs) +
                           sizeof(Heard) * (counts.artists_heard + counts.songs_heard) +
                           sizeof(Listener) * counts.listeners + sizeof(Neighbour) * neighbours;
  const uint64_t of_neighbours =
      sizeof(uint32_t) * counts.artists_heard + sizeof(Heard) * co_counts + threads * 16 * counts.artists;
  const uint64_t of_factors = sizeof(Heard) * (counts.artists_heard + neighbours) +
                              sizeof(float) * kFactorCount * (counts.listeners + counts.artists);
  return lasting + std::max(of_neighbours, of_factors);
}

Status CheckMemory(const PlayCounts& counts, size_t memory_bytes, size_t threads) {
  const uint64_t needed = MemoryNeededFor(counts, threads);
  constexpr uint64_t kKeptPart = 2 * kSortPart;
  if (needed <= memory_bytes - memory_bytes / kKeptPart) return absl::OkStatus();
  return InputError(
      "learning from {} plays of {} listeners takes about {} MiB of memory, more than the {} MiB that it "
      "may take",
      counts.plays, counts.listeners, needed * kKeptPart / (kKeptPart - 1) / kMiB + 1, memory_bytes / kMiB);
}

}  // namespace earshot
