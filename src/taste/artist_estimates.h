// How much one listener is expected to like each artist, those that they have heard included.
//
// The estimate is the sum of the weights (taste/neighbour_weights.h) of the artists that they have heard, and where
// they have heard the artist itself, its share of their plays: what they play most is liked for certain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/scored.h"

namespace earshot {

// Constant; safe to share between threads. What it is made of must outlive it.
class ArtistEstimates {
 public:
  ArtistEstimates(const Listening& listening, const NeighbourWeights& weights);

  // The artists with an estimate above zero, in their order.
  std::vector<Scored> Of(size_t listener) const;

 private:
  struct Supported {
    uint32_t artist = 0;
    float weight = 0;
  };

  const Listening& listening_;
  // For each artist those that it is a neighbour of.
  std::vector<std::vector<Supported>> supported_;
};

}  // namespace earshot
