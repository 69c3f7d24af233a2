// The dataset similar_artists (plays/taste_datasets.h): for each artist those whose listeners are most its own, with
// their likeness (the cosine of the two sets of listeners) and weight (taste/neighbour_weights.h).
//
// Artists and pairs with too few listeners (taste/floors.h) are left out.
#pragma once

#include <cstddef>

#include "taste/dataset_file.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

// Constant; safe to share between threads. What it is made of must outlive it.
class SimilarArtistLines {
 public:
  SimilarArtistLines(const Listening& listening, const NeighbourWeights& weights)
      : listening_(listening), weights_(weights) {}

  // As WriteDataset asks for the rows of artists.
  static constexpr size_t kAtOnce = 64;
  size_t size() const { return listening_.catalog.artists.size(); }
  static NoScratch MakeScratch() { return {}; }
  void Append(size_t artist, NoScratch*, CsvRows* rows) const;

 private:
  const Listening& listening_;
  const NeighbourWeights& weights_;
};

}  // namespace earshot
