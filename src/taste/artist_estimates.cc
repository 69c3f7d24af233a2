#include "taste/artist_estimates.h"

#include <algorithm>
#include <span>

namespace earshot {
namespace {

constexpr double kSpokenForShare = 0.2;

}  // namespace

ArtistEstimates::Scratch ArtistEstimates::MakeScratch() const {
  const size_t artists = listening_.catalog.artists.size();
  return {SparseSums<double>(artists), SparseSums<double>(artists), FirstOf<Scored, IsBetter>(kEstimatesMax)};
}

// Adds up in `sums` how much speaks for each artist, and adds to `shares` what share that is of it all.
void ArtistEstimates::AddSpokenFor(size_t listener, Scratch* scratch) const {
  SparseSums<double>& sums = scratch->sums;
  if (weights_.are_withheld) {
    for (uint32_t artist = 0; artist < weights_.listeners.size(); ++artist) {
      sums.Add(artist, weights_.listeners[artist]);
    }
  } else {
    for (const Heard& one : listening_.artists.Of(listener)) {
      for (const Favoured& favoured : favoured_[one.item]) sums.Add(favoured.artist, favoured.weight);
    }
  }
  double all_sums = 0;
  for (const uint32_t artist : sums.touched()) all_sums += std::max(0.0, sums.Of(artist));
  for (const uint32_t artist : sums.touched()) {
    if (sums.Of(artist) > 0) scratch->shares.Add(artist, kSpokenForShare * sums.Of(artist) / all_sums);
  }
  sums.Clear();
}

std::vector<Scored> ArtistEstimates::Of(size_t listener, Scratch* scratch) const {
  SparseSums<double>& shares = scratch->shares;
  const std::span<const Heard> heard = listening_.artists.Of(listener);
  double plays = 0;
  for (const Heard& one : heard) plays += one.plays;
  for (const Heard& one : heard) shares.Add(one.item, (1 - kSpokenForShare) * one.plays / plays);
  AddSpokenFor(listener, scratch);
  scratch->largest.Clear();
  for (const uint32_t artist : shares.touched()) scratch->largest.Add({artist, shares.Of(artist)});
  shares.Clear();
  std::vector<Scored> estimates = scratch->largest.Unsorted();
  std::sort(estimates.begin(), estimates.end(),
            [](const Scored& left, const Scored& right) { return left.number < right.number; });
  return estimates;
}

}  // namespace earshot
