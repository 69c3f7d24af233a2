#include "taste/catalog_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace earshot {

void CatalogBuilder::Add(const std::string& artist, const std::string& song) { artists_[artist].insert(song); }

Catalog CatalogBuilder::Build() {
  Catalog catalog;
  catalog.artists.reserve(artists_.size());
  for (const auto& [artist, songs] : artists_) catalog.artists.push_back(artist);
  std::sort(catalog.artists.begin(), catalog.artists.end());
  for (uint32_t artist = 0; artist < catalog.artists.size(); ++artist) {
    // What is in the catalog is not held twice.
    auto of_artist = artists_.extract(catalog.artists[artist]);
    Songs& songs = of_artist.mapped();
    const size_t begin = catalog.songs.size();
    while (!songs.empty()) {
      catalog.songs.push_back({artist, std::move(songs.extract(songs.begin()).value())});
    }
    std::sort(catalog.songs.begin() + static_cast<ptrdiff_t>(begin), catalog.songs.end(),
              [](const Song& a, const Song& b) { return a.title < b.title; });
    catalog.song_ends.push_back(static_cast<uint32_t>(catalog.songs.size()));
  }
  return catalog;
}

CatalogNumbers::CatalogNumbers(const Catalog& catalog) : catalog_(catalog) {
  artists_.reserve(catalog.artists.size());
  for (const std::string& artist : catalog.artists) artists_.emplace(artist, static_cast<uint32_t>(artists_.size()));
}

uint32_t CatalogNumbers::SongOf(uint32_t artist, std::string_view title) const {
  const auto begin = catalog_.songs.begin() + catalog_.SongsBegin(artist);
  const auto end = catalog_.songs.begin() + catalog_.SongsEnd(artist);
  const auto found =
      std::lower_bound(begin, end, title, [](const Song& song, std::string_view value) { return song.title < value; });
  return static_cast<uint32_t>(found - catalog_.songs.begin());
}

}  // namespace earshot
