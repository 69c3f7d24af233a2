#include "taste/reasons.h"

#include "base/status.h"
#include "taste/floors.h"

namespace earshot {

bool MayBeNamed(const NeighbourWeights& weights, const Neighbour& neighbour) {
  return neighbour.listeners_both >= kPairListenersMin && weights.listeners[neighbour.artist] >= kItemListenersMin;
}

bool MayBeReason(const NeighbourWeights& weights, const Neighbour& neighbour) {
  return neighbour.weight > 0 && MayBeNamed(weights, neighbour);
}

bool SaysMore(const Neighbour& left, const Neighbour& right) {
  return left.weight != right.weight ? left.weight > right.weight : left.artist < right.artist;
}

const Neighbour* SaysMost(const NeighbourWeights& weights, size_t artist, std::span<const Heard> heard) {
  const Neighbour* most = nullptr;
  for (const Neighbour& neighbour : weights.of[artist]) {
    if (!MayBeReason(weights, neighbour) || PlaysOf(heard, neighbour.artist) == 0) continue;
    if (most == nullptr || SaysMore(neighbour, *most)) most = &neighbour;
  }
  return most;
}

std::string AlsoPlayed(uint32_t listeners_both, uint32_t listeners, std::string_view of, std::string_view similar) {
  return fmt::format("{} of the {} listeners of {} also played {}", listeners_both, listeners, of, similar);
}

}  // namespace earshot
