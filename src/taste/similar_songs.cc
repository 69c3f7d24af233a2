#include "taste/similar_songs.h"

#include <algorithm>
#include <cmath>

#include "taste/floors.h"
#include "taste/reasons.h"

namespace earshot {
namespace {

// The most played of each listener; of those that were played as often, the first.
HeardLists MostPlayed(const HeardLists& songs, size_t count) {
  HeardLists most;
  std::vector<Scored> best;
  for (size_t listener = 0; listener < songs.size(); ++listener) {
    best.clear();
    for (const Heard& heard : songs.Of(listener)) best.push_back({heard.item, static_cast<double>(heard.plays)});
    if (best.size() > count) {
      KeepBest(count, &best);
      std::sort(best.begin(), best.end(),
                [](const Scored& left, const Scored& right) { return left.number < right.number; });
    }
    for (const Scored& song : best) most.Add({song.number, static_cast<uint32_t>(song.score)});
    most.EndList();
  }
  return most;
}

}  // namespace

SimilarSongLines::SimilarSongLines(const Listening& listening)
    : listening_(listening),
      counted_(MostPlayed(listening.songs, kCountedSongsMax)),
      listeners_(counted_, listening.catalog.songs.size()) {}

void SimilarSongLines::Append(size_t number, SparseSums<uint32_t>* both, CsvRows* rows) const {
  const auto song = static_cast<uint32_t>(number);
  if (listeners_.Of(song).size() < kItemListenersMin) return;
  CountBoth(song, both);
  AppendSong(song, *both, rows);
  both->Clear();
}

void SimilarSongLines::CountBoth(uint32_t song, SparseSums<uint32_t>* both) const {
  for (const uint32_t listener : listeners_.Of(song)) {
    for (const Heard& heard : counted_.Of(listener)) both->Add(heard.item, 1);
  }
}

std::vector<Scored> SimilarSongLines::Best(uint32_t song, const SparseSums<uint32_t>& both) const {
  const auto listeners = static_cast<double>(listeners_.Of(song).size());
  std::vector<Scored> best;
  for (const uint32_t other : both.touched()) {
    const size_t listeners_other = listeners_.Of(other).size();
    if (other == song || both.Of(other) < kPairListenersMin || listeners_other < kItemListenersMin) continue;
    best.push_back({other, both.Of(other) / std::sqrt(listeners * static_cast<double>(listeners_other))});
  }
  KeepBest(kSimilarSongsMax, &best);
  return best;
}

void SimilarSongLines::AppendSong(uint32_t number, const SparseSums<uint32_t>& both, CsvRows* rows) const {
  const Catalog& catalog = listening_.catalog;
  const Song& song = catalog.songs[number];
  const auto listeners = static_cast<uint32_t>(listeners_.Of(number).size());
  const auto name = [&](const Song& one) { return fmt::format("{} by {}", one.title, catalog.artists[one.artist]); };
  size_t place = 0;
  for (const Scored& one : Best(number, both)) {
    const Song& similar = catalog.songs[one.number];
    rows->Add({catalog.artists[song.artist], song.title, fmt::to_string(++place), catalog.artists[similar.artist],
               similar.title, ScoreText(one.score), fmt::to_string(both.Of(one.number)),
               fmt::to_string(listeners_.Of(one.number).size()),
               AlsoPlayed(both.Of(one.number), listeners, name(song), name(similar))});
  }
}

}  // namespace earshot
