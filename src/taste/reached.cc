#include "taste/reached.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

Reach::Reach(const Listening& listening, const NeighbourWeights& weights)
    : listening_(listening), weights_(weights), listeners_(listening.artists, listening.catalog.artists.size()) {}

std::vector<double> Reach::ScoresOf(uint32_t artist, std::vector<const Neighbour*>* because) const {
  std::vector<double> scores(listening_.listeners.size());
  if (weights_.are_withheld) {
    const double artists = static_cast<double>(listening_.catalog.artists.size());
    for (size_t listener = 0; listener < scores.size(); ++listener) {
      scores[listener] = static_cast<double>(listening_.artists.Of(listener).size()) / artists;
    }
    return scores;
  }
  for (const Neighbour* neighbour : MostSayingFirst(weights_.of[artist])) {
    const bool may_be_said = MayBeReason(weights_, *neighbour);
    for (const uint32_t listener : listeners_.Of(neighbour->artist)) {
      scores[listener] += neighbour->weight;
      if (may_be_said && (*because)[listener] == nullptr) (*because)[listener] = neighbour;
    }
  }
  return scores;
}

std::vector<Reached> Reach::Of(uint32_t artist) const {
  std::vector<const Neighbour*> because(listening_.listeners.size());
  const std::vector<double> scores = ScoresOf(artist, &because);
  const std::span<const uint32_t> heard = listeners_.Of(artist);
  std::vector<Reached> reached;
  for (uint32_t listener = 0; listener < scores.size(); ++listener) {
    const double score = SixDecimals(scores[listener]);
    if (score <= 0) continue;
    reached.push_back({listener, score, std::binary_search(heard.begin(), heard.end(), listener), because[listener]});
  }
  std::sort(reached.begin(), reached.end(), [](const Reached& left, const Reached& right) {
    return left.score != right.score ? left.score > right.score : left.listener < right.listener;
  });
  return reached;
}

std::string Reach::Reason(uint32_t artist, const Reached& reached) const {
  if (weights_.are_withheld) return "";
  if (reached.because == nullptr) return "they play what its listeners play";
  const auto& names = listening_.catalog.artists;
  return fmt::format("they have played {}, as {} of the {} listeners of {}", names[reached.because->artist],
                     reached.because->listeners_both, weights_.listeners[artist], names[artist]);
}

}  // namespace earshot
