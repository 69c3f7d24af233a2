#include "taste/taste_model.h"

#include <algorithm>
#include <utility>

#include "taste/floors.h"

namespace earshot {

std::vector<std::vector<Favoured>> FavouredBy(const NeighbourWeights& neighbours) {
  std::vector<std::vector<Favoured>> favoured(neighbours.of.size());
  for (uint32_t artist = 0; artist < neighbours.of.size(); ++artist) {
    if (neighbours.listeners[artist] < kItemListenersMin) continue;
    for (const Neighbour& neighbour : neighbours.of[artist]) {
      if (neighbour.weight != 0) favoured[neighbour.artist].push_back({artist, neighbour.weight});
    }
  }
  return favoured;
}

StatusOr<TasteModel> LearnTasteModel(const HeardLists& artists, size_t artist_count, size_t threads) {
  TasteModel model;
  ASSIGN_OR_RETURN(model.neighbours, LearnNeighbours(artists, artist_count, threads));
  model.favoured = FavouredBy(model.neighbours);
  ASSIGN_OR_RETURN(model.factors, LearnFactors(artists, artist_count, threads));
  return model;
}

std::vector<uint32_t> ByPopularity(const std::vector<uint32_t>& listeners, uint32_t listeners_min) {
  std::vector<uint32_t> items;
  for (uint32_t item = 0; item < listeners.size(); ++item) {
    if (listeners[item] >= listeners_min) items.push_back(item);
  }
  std::sort(items.begin(), items.end(),
            [&](uint32_t a, uint32_t b) { return listeners[a] != listeners[b] ? listeners[a] > listeners[b] : a < b; });
  return items;
}

}  // namespace earshot
