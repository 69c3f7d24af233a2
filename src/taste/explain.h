// Why an artist is recommended to a listener: which of the artists that they have heard say how much for it.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

// Less than this share of what speaks for an artist is no reason worth its words.
inline constexpr double kReasonShareMin = 0.15;

// What one artist heard adds to the score of another one.
struct Contribution {
  const Neighbour* neighbour = nullptr;
  uint32_t plays = 0;
};

// All of them, which add up to the score of `artist`, the largest first.
std::vector<Contribution> ContributionsTo(const NeighbourWeights& weights, uint32_t artist,
                                          std::span<const Heard> heard);

struct Because {
  uint32_t artist = 0;
  uint32_t plays = 0;
  double share = 0;  // of all that speaks for the recommended one
};

// The one or two artists that say most for `artist`, where there is enough of them (taste/floors.h) and of it.
struct Reason {
  std::optional<Because> first;
  std::optional<Because> second;
};
Reason ReasonFor(const NeighbourWeights& weights, uint32_t artist, std::span<const Heard> heard);

// "because you played Muse: 41 plays, 38 % of this"; in general words where there is no such artist.
std::string TextOf(const Reason& reason, const Catalog& catalog);

// "heard by 212 listeners"
std::string PopularText(double listeners);

// "1 play", "41 plays"
std::string PlaysText(uint32_t plays);

}  // namespace earshot
