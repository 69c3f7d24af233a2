#include "taste/similar_artists.h"

#include "base/csv.h"
#include "taste/floors.h"
#include "taste/reasons.h"
#include "taste/scored.h"

namespace earshot {

void SimilarArtistLines::Append(size_t begin, size_t end, std::string* out) const {
  for (size_t artist = begin; artist < end; ++artist) AppendArtist(artist, out);
}

void SimilarArtistLines::AppendArtist(size_t artist, std::string* out) const {
  const uint32_t listeners = weights_.listeners[artist];
  if (listeners < kItemListenersMin) return;
  const std::string& name = listening_.catalog.artists[artist];
  size_t place = 0;
  for (const Neighbour& neighbour : weights_.of[artist]) {
    if (!MayBeNamed(weights_, neighbour)) continue;
    const std::string& similar = listening_.catalog.artists[neighbour.artist];
    AppendQuotedCsvLine(
        {name, fmt::to_string(++place), similar, ScoreText(neighbour.likeness), ScoreText(neighbour.weight),
         fmt::to_string(neighbour.listeners_both), fmt::to_string(weights_.listeners[neighbour.artist]),
         AlsoPlayed(neighbour.listeners_both, listeners, name, similar)},
        out);
  }
}

}  // namespace earshot
