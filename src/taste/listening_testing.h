// Small listenings and weights for tests.
//
// Pure functions; safe on any thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "taste/csv_rows.h"
#include "taste/listening.h"
#include "taste/neighbour_weights.h"

namespace earshot {

// How often a listener has played each song.
using SongPlays = std::map<uint32_t, uint32_t>;

// Artists "A00", "A01", ...; each has `songs_each` songs "A00 song 0", ... Listeners have the user ids 10, 20, ...
inline Listening MakeListening(size_t artists, size_t songs_each, const std::vector<SongPlays>& listeners) {
  Listening listening;
  for (size_t artist = 0; artist < artists; ++artist) {
    listening.catalog.artists.push_back(fmt::format("A{:02}", artist));
    for (size_t song = 0; song < songs_each; ++song) {
      listening.catalog.songs.push_back({static_cast<uint32_t>(artist), fmt::format("A{:02} song {}", artist, song)});
    }
    listening.catalog.song_ends.push_back(static_cast<uint32_t>(listening.catalog.songs.size()));
  }
  for (const SongPlays& plays_of : listeners) {
    const auto user_id = static_cast<int64_t>(10 * (listening.listeners.size() + 1));
    listening.listeners.push_back({user_id, "paid", "F", "CA"});
    SongPlays artist_plays;
    for (const auto& [song, plays] : plays_of) {
      listening.songs.Add({song, plays});
      artist_plays[static_cast<uint32_t>(song / songs_each)] += plays;
    }
    for (const auto& [artist, plays] : artist_plays) listening.artists.Add({artist, plays});
    listening.songs.EndList();
    listening.artists.EndList();
  }
  return listening;
}

// One in which many share much and little: listeners of all sizes, popular and rare artists.
inline Listening RandomListening(uint64_t seed, size_t listeners = 60, size_t artists = 12, size_t songs_each = 3) {
  std::mt19937_64 random(seed);
  const size_t songs = artists * songs_each;
  std::vector<SongPlays> plays_of(listeners);
  for (SongPlays& plays : plays_of) {
    const size_t count = random() % songs;
    for (size_t i = 0; i < count; ++i) ++plays[static_cast<uint32_t>(random() % songs * (random() % songs) / songs)];
  }
  Listening listening = MakeListening(artists, songs_each, plays_of);
  for (Listener& listener : listening.listeners) {
    listener.level = random() % 3 == 0 ? "free" : "paid";
    listener.gender = random() % 2 == 0 ? "F" : "M";
    listener.region = random() % 8 == 0 ? "" : random() % 3 == 0 ? "NY" : "CA";
  }
  return listening;
}

inline std::set<size_t> WhoHeard(const HeardLists& heard, uint32_t item) {
  std::set<size_t> listeners;
  for (size_t i = 0; i < heard.size(); ++i) {
    for (const Heard& one : heard.Of(i)) {
      if (one.item == item) listeners.insert(i);
    }
  }
  return listeners;
}

inline uint32_t CountBoth(const std::set<size_t>& left, const std::set<size_t>& right) {
  uint32_t both = 0;
  for (const size_t one : left) both += right.contains(one) ? 1 : 0;
  return both;
}

// Weights that are not those of a regression: 0.3 less than the likeness, so that some are below zero.
inline NeighbourWeights MakeWeights(const Listening& listening) {
  NeighbourWeights weights;
  std::vector<std::set<size_t>> who;
  for (uint32_t artist = 0; artist < listening.catalog.artists.size(); ++artist) {
    who.push_back(WhoHeard(listening.artists, artist));
    weights.listeners.push_back(static_cast<uint32_t>(who.back().size()));
  }
  for (uint32_t artist = 0; artist < who.size(); ++artist) {
    std::vector<Neighbour> neighbours;
    for (uint32_t other = 0; other < who.size(); ++other) {
      const uint32_t both = other == artist ? 0 : CountBoth(who[artist], who[other]);
      if (both == 0) continue;
      const auto likeness = static_cast<float>(
          both / std::sqrt(static_cast<double>(who[artist].size()) * static_cast<double>(who[other].size())));
      neighbours.push_back({other, both, likeness, likeness - 0.3F});
    }
    std::stable_sort(neighbours.begin(), neighbours.end(),
                     [](const Neighbour& left, const Neighbour& right) { return left.likeness > right.likeness; });
    weights.of.push_back(neighbours);
  }
  return weights;
}

using Row = std::vector<std::string>;

// The fields of lines without a quote in a field.
inline std::vector<Row> RowsOf(std::string_view csv) {
  std::vector<Row> rows;
  Row row;
  std::string field;
  bool is_in_field = false;
  for (const char letter : csv) {
    if (letter == '"') {
      if (is_in_field) row.push_back(std::exchange(field, ""));
      is_in_field = !is_in_field;
    } else if (is_in_field) {
      field.push_back(letter);
    } else if (letter == '\n') {
      rows.push_back(std::exchange(row, {}));
    }
  }
  return rows;
}

// All rows that `lines` makes, with a new scratch for each `of_one_scratch` of them.
template <typename Lines>
std::string AllLines(const Lines& lines, size_t of_one_scratch = 1000) {
  CsvRows rows;
  for (size_t begin = 0; begin < lines.size(); begin += of_one_scratch) {
    auto scratch = lines.MakeScratch();
    for (size_t i = begin; i < std::min(begin + of_one_scratch, lines.size()); ++i) lines.Append(i, &scratch, &rows);
  }
  return rows.text();
}

}  // namespace earshot
