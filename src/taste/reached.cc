#include "taste/reached.h"

#include <algorithm>
#include <cmath>

#include "taste/first_of.h"
#include "taste/reasons.h"

namespace earshot {
namespace {

// So that the order is that of the scores that are written.
double SixDecimals(double score) { return std::round(score * 1e6) / 1e6; }

std::vector<const Neighbour*> MostSayingFirst(const std::vector<Neighbour>& neighbours) {
  std::vector<const Neighbour*> ordered;
  for (const Neighbour& neighbour : neighbours) ordered.push_back(&neighbour);
  std::sort(ordered.begin(), ordered.end(),
            [](const Neighbour* left, const Neighbour* right) { return SaysMore(*left, *right); });
  return ordered;
}

struct IsReachedBefore {
  bool operator()(const Reached& left, const Reached& right) const {
    return left.score != right.score ? left.score > right.score : left.listener < right.listener;
  }
};

}  // namespace

Reach::Reach(const Listening& listening, const NeighbourWeights& weights)
    : listening_(listening), weights_(weights), listeners_(listening.artists, listening.catalog.artists.size()) {}

Reach::Scratch Reach::MakeScratch() const {
  const size_t listeners = listening_.listeners.size();
  return {std::vector<double>(listeners), std::vector<uint8_t>(listeners)};
}

void Reach::Score(std::span<const Neighbour* const> neighbours, Scratch* scratch) const {
  std::fill(scratch->scores.begin(), scratch->scores.end(), 0);
  std::fill(scratch->because.begin(), scratch->because.end(), uint8_t{0});
  if (weights_.are_withheld) {
    const double artists = static_cast<double>(listening_.catalog.artists.size());
    for (size_t listener = 0; listener < scratch->scores.size(); ++listener) {
      scratch->scores[listener] = static_cast<double>(listening_.artists.Of(listener).size()) / artists;
    }
    return;
  }
  static_assert(kNeighboursMax < UINT8_MAX);
  for (size_t i = 0; i < neighbours.size(); ++i) {
    const bool may_be_said = MayBeReason(weights_, *neighbours[i]);
    for (const uint32_t listener : listeners_.Of(neighbours[i]->artist)) {
      scratch->scores[listener] += neighbours[i]->weight;
      if (may_be_said && scratch->because[listener] == 0) scratch->because[listener] = static_cast<uint8_t>(i + 1);
    }
  }
}

std::vector<Reached> Reach::Of(uint32_t artist, size_t count, Scratch* scratch) const {
  const std::vector<const Neighbour*> neighbours = MostSayingFirst(weights_.of[artist]);
  Score(neighbours, scratch);
  const std::span<const uint32_t> heard = listeners_.Of(artist);
  FirstOf<Reached, IsReachedBefore> reached(std::min(count, scratch->scores.size()));
  for (uint32_t listener = 0; listener < scratch->scores.size(); ++listener) {
    const double score = SixDecimals(scratch->scores[listener]);
    if (score <= 0) continue;
    const uint8_t because = scratch->because[listener];
    reached.Add({listener, score, std::binary_search(heard.begin(), heard.end(), listener),
                 because == 0 ? nullptr : neighbours[because - 1]});
  }
  return reached.Sorted();
}

std::string Reach::Reason(uint32_t artist, const Reached& reached) const {
  if (weights_.are_withheld) return "";
  if (reached.because == nullptr) return "they play what its listeners play";
  const auto& names = listening_.catalog.artists;
  return fmt::format("they have played {}, as {} of the {} listeners of {}", names[reached.because->artist],
                     reached.because->listeners_both, weights_.listeners[artist], names[artist]);
}

}  // namespace earshot
