#include "taste/artist_estimates.h"

#include <algorithm>
#include <span>

#include "taste/sparse_sums.h"

namespace earshot {
namespace {

constexpr double kSpokenForShare = 0.2;

}  // namespace

ArtistEstimates::ArtistEstimates(const Listening& listening, const NeighbourWeights& weights)
    : listening_(listening), weights_(weights), supported_(weights.of.size()) {
  for (size_t artist = 0; artist < weights.of.size(); ++artist) {
    for (const Neighbour& neighbour : weights.of[artist]) {
      supported_[neighbour.artist].push_back({static_cast<uint32_t>(artist), neighbour.weight});
    }
  }
}

SparseSums<double> ArtistEstimates::SpokenFor(size_t listener) const {
  SparseSums<double> sums(supported_.size());
  for (const Heard& one : listening_.artists.Of(listener)) {
    for (const Supported& supported : supported_[one.item]) sums.Add(supported.artist, supported.weight);
  }
  if (!weights_.are_withheld) return sums;
  for (uint32_t artist = 0; artist < weights_.listeners.size(); ++artist) sums.Add(artist, weights_.listeners[artist]);
  return sums;
}

std::vector<Scored> ArtistEstimates::Of(size_t listener) const {
  const SparseSums<double> sums = SpokenFor(listener);
  const std::span<const Heard> heard = listening_.artists.Of(listener);
  double plays = 0;
  for (const Heard& one : heard) plays += one.plays;
  double all_sums = 0;
  for (const uint32_t artist : sums.touched()) all_sums += std::max(0.0, sums.Of(artist));
  SparseSums<double> shares(supported_.size());
  for (const Heard& one : heard) shares.Add(one.item, (1 - kSpokenForShare) * one.plays / plays);
  for (const uint32_t artist : sums.touched()) {
    if (sums.Of(artist) > 0) shares.Add(artist, kSpokenForShare * sums.Of(artist) / all_sums);
  }
  std::vector<Scored> estimates;
  for (const uint32_t artist : shares.touched()) estimates.push_back({artist, shares.Of(artist)});
  if (estimates.size() > kEstimatesMax) {
    const auto end = estimates.begin() + std::ptrdiff_t{kEstimatesMax};
    std::nth_element(estimates.begin(), end, estimates.end(), IsBetter);
    estimates.erase(end, estimates.end());
  }
  std::sort(estimates.begin(), estimates.end(),
            [](const Scored& left, const Scored& right) { return left.number < right.number; });
  return estimates;
}

}  // namespace earshot
