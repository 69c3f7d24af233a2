#include "taste/similar_artists.h"

#include "taste/floors.h"
#include "taste/reasons.h"
#include "taste/scored.h"

namespace earshot {

void SimilarArtistLines::Append(size_t artist, NoScratch*, CsvRows* rows) const {
  const uint32_t listeners = weights_.listeners[artist];
  if (listeners < kItemListenersMin) return;
  const std::string& name = listening_.catalog.artists[artist];
  size_t place = 0;
  for (const Neighbour& neighbour : weights_.of[artist]) {
    if (!MayBeNamed(weights_, neighbour)) continue;
    const std::string& similar = listening_.catalog.artists[neighbour.artist];
    rows->Add({name, fmt::to_string(++place), similar, ScoreText(neighbour.likeness), ScoreText(neighbour.weight),
               fmt::to_string(neighbour.listeners_both), fmt::to_string(weights_.listeners[neighbour.artist]),
               AlsoPlayed(neighbour.listeners_both, listeners, name, similar)});
  }
}

}  // namespace earshot
