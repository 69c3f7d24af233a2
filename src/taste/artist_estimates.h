// How much one listener is expected to play each artist, as a share of their plays, those that they have heard
// included.
//
// Four fifths of the plays to come are taken to be like those so far, by artist. One fifth goes to what the weights
// (taste/neighbour_weights.h) speak for: to each artist as much as the sum of the weights of the artists that they have
// heard is of all such sums above zero. Where they are withheld, it goes to all artists by how many listeners they
// have.
//
// The 500 largest estimates of a listener are kept: what is beyond them is worth next to nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/scored.h"
#include "taste/sparse_sums.h"

namespace earshot {

inline constexpr size_t kEstimatesMax = 500;

// Constant; safe to share between threads. What it is made of must outlive it.
class ArtistEstimates {
 public:
  ArtistEstimates(const Listening& listening, const NeighbourWeights& weights);

  // The artists with the largest estimates, in their order.
  std::vector<Scored> Of(size_t listener) const;

 private:
  struct Supported {
    uint32_t artist = 0;
    float weight = 0;
  };

  // Of one listener, not yet a share of all.
  SparseSums<double> SpokenFor(size_t listener) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  // For each artist those that it is a neighbour of.
  std::vector<std::vector<Supported>> supported_;
};

}  // namespace earshot
