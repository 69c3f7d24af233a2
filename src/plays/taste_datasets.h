// The datasets that are computed of the plays by src/taste/: what to recommend, what and who is alike, whom to reach,
// what to play together. docs/taste.md says what each column is.
//
// Constant data; safe on any thread.
#pragma once

#include <vector>

#include "plays/dataset.h"

namespace earshot {

const Dataset& RecommendedArtists();
const Dataset& RecommendedSongs();
const Dataset& SimilarArtists();
const Dataset& SimilarSongs();
const Dataset& ListensAlike();
const Dataset& Audience();
const Dataset& Playlist();

// All of them, in this order.
const std::vector<const Dataset*>& TasteDatasets();

}  // namespace earshot
