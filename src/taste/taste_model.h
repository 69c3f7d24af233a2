// What is learned from who heard what, and by which everything is recommended.
//
// Constant once it is made; safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/status.h"
#include "taste/factors.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

// Of listeners who have heard fewer artists too little is known.
inline constexpr size_t kKnownArtistsMin = 5;

// An artist for which another one speaks.
struct Favoured {
  uint32_t artist = 0;
  float weight = 0;
};

// The weights by the artist that was heard: of each the artists that it is a neighbour of, in the order of their
// numbers, but for those with too few listeners (taste/floors.h).
std::vector<std::vector<Favoured>> FavouredBy(const NeighbourWeights& neighbours);

struct TasteModel {
  NeighbourWeights neighbours;
  std::vector<std::vector<Favoured>> favoured;  // by `neighbours`
  Factors factors;
};

// The same for any number of threads. The only error is a stop.
StatusOr<TasteModel> LearnTasteModel(const HeardLists& artists, size_t artist_count, size_t threads);

// The items that at least `listeners_min` have heard, the most heard ones first, by number where it is the same.
std::vector<uint32_t> ByPopularity(const std::vector<uint32_t>& listeners, uint32_t listeners_min);

}  // namespace earshot
