// What may be said as a reason, and the words that several datasets have in common.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

// Whether enough listeners have heard `neighbour`, and both it and the artist that it is a neighbour of
// (taste/floors.h).
bool MayBeNamed(const NeighbourWeights& weights, const Neighbour& neighbour);

// Whether it may be named as a reason: there is enough of it, and its weight is above zero.
bool MayBeReason(const NeighbourWeights& weights, const Neighbour& neighbour);

// Whether it says more for an artist that `left` was heard than that `right` was, of two of its neighbours.
bool SaysMore(const Neighbour& left, const Neighbour& right);

// Which of the neighbours of `artist` says most for one who has heard `heard`, of those that they have heard; null
// where none of these may be a reason.
const Neighbour* SaysMost(const NeighbourWeights& weights, size_t artist, std::span<const Heard> heard);

// "34 of the 80 listeners of Muse also played Placebo"
std::string AlsoPlayed(uint32_t listeners_both, uint32_t listeners, std::string_view of, std::string_view similar);

}  // namespace earshot
