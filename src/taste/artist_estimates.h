// How much one listener is expected to play each artist, as a share of their plays, those that they have heard
// included.
//
// Four fifths of the plays to come are taken to be like those so far, by artist. One fifth goes to what the weights
// (taste/neighbour_weights.h) speak for: to each artist as much as the sum of the weights of the artists that they have
// heard is of all such sums above zero; to none that too few have heard (taste/floors.h). Where the weights are
// withheld, it goes to all artists by how many listeners they have.
//
// The 500 largest estimates of a listener are kept: what is beyond them is worth next to nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "taste/first_of.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"
#include "taste/scored.h"
#include "taste/sparse_sums.h"
#include "taste/taste_model.h"

namespace earshot {

inline constexpr size_t kEstimatesMax = 500;

// Constant; safe to share between threads. What it is made of must outlive it.
class ArtistEstimates {
 public:
  // `favoured` has the same weights by the artist that was heard (taste/taste_model.h); it is not looked at where they
  // are withheld.
  ArtistEstimates(const Listening& listening, const NeighbourWeights& weights,
                  const std::vector<std::vector<Favoured>>& favoured)
      : listening_(listening), weights_(weights), favoured_(favoured) {}

  // What one thread works with; clear between calls.
  struct Scratch {
    SparseSums<double> sums;
    SparseSums<double> shares;
    FirstOf<Scored, IsBetter> largest;
  };
  Scratch MakeScratch() const;

  // The artists with the largest estimates, in their order.
  std::vector<Scored> Of(size_t listener, Scratch* scratch) const;

 private:
  void AddSpokenFor(size_t listener, Scratch* scratch) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  const std::vector<std::vector<Favoured>>& favoured_;
};

}  // namespace earshot
