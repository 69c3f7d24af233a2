// Who would come for an artist: every listener whom the weights of the artist's neighbours (taste/neighbour_weights.h)
// give a score above zero.
//
// The score of a listener is the sum of the weights of those neighbours that they have heard. It says how much somebody
// is like those who have heard the artist, whether or not they have heard it themselves: both are ranked by the same
// score. Where the weights are withheld everybody would come, first those who hear most: the score is then the share
// of all artists that somebody has heard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "taste/listeners_of.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

struct Reached {
  uint32_t listener = 0;
  double score = 0;        // as it is written, with six decimals
  bool has_heard = false;  // the artist
  // The neighbour that says most for them (taste/reasons.h), where one can be named.
  const Neighbour* because = nullptr;
};

// Constant; safe to share between threads. What it is made of must outlive it.
class Reach {
 public:
  Reach(const Listening& listening, const NeighbourWeights& weights);

  // What one thread works with: of each listener their score, and the neighbour that says most for them.
  struct Scratch {
    std::vector<double> scores;
    std::vector<uint8_t> because;  // its place among those of the artist by how much they say, from 1; 0: none
  };
  Scratch MakeScratch() const;

  // The best ones, at most `count`, best first; listeners of the same score in their order.
  std::vector<Reached> Of(uint32_t artist, size_t count, Scratch* scratch) const;

  // Nothing where the weights are withheld; else "they have played Placebo, as 34 of the 80 listeners of Muse", or
  // without an artist that can be named in general words.
  std::string Reason(uint32_t artist, const Reached& reached) const;

 private:
  void Score(std::span<const Neighbour* const> neighbours, Scratch* scratch) const;

  const Listening& listening_;
  const NeighbourWeights& weights_;
  ListenersOf listeners_;
};

}  // namespace earshot
