// For each artist the artists that its listeners hear besides, with weights: how much it says of a listener that they
// heard the other one. A listener's score for an artist is the sum of the weights of the artists that they have heard;
// so each score is explained by its summands.
//
// The weights are those of a ridge regression on an artist's nearest neighbours (docs/taste.md has the formula and its
// sources). Plain data once it is made; safe to share between threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/status.h"
#include "taste/listening.h"

namespace earshot {

struct Neighbour {
  uint32_t artist = 0;
  uint32_t listeners_both = 0;  // who heard both
  float likeness = 0;           // the cosine of the two sets of listeners
  float weight = 0;             // may be below zero; 0, or at least kWeightMin either way
};

struct NeighbourWeights {
  // How many listeners each artist has.
  std::vector<uint32_t> listeners;
  // Each artist's neighbours, nearest first; at most kNeighboursMax. Only those that enough have heard, and both
  // (taste/floors.h): what follows from fewer would say what one of them hears.
  std::vector<std::vector<Neighbour>> of;
  // Where no taste was shown there are no neighbours, and what is popular takes their place.
  bool are_withheld = false;
};

inline constexpr size_t kNeighboursMax = 50;
inline constexpr double kRidgeLambda = 60;
// Smaller weights are none: they take time to add up, and change no order that could be measured.
inline constexpr double kWeightMin = 0.005;
// How many counts of who heard both are kept of an artist, to look up those among the neighbours of others. Beyond the
// largest ones they say nothing that could be measured.
inline constexpr size_t kCoCountsMax = 128;

// The same for any number of threads. The only error is a stop (base/stop_token.h).
StatusOr<NeighbourWeights> LearnNeighbours(const HeardLists& artists, size_t artist_count, size_t threads);

}  // namespace earshot
