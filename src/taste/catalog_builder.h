// Collects the names of artists and songs, and makes a Catalog of them.
//
// Belongs to one thread.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "taste/listening.h"

namespace earshot {

class CatalogBuilder {
 public:
  void Add(const std::string& artist, const std::string& song);
  // Leaves the builder empty.
  Catalog Build();

 private:
  using Songs = absl::flat_hash_set<std::string>;
  absl::flat_hash_map<std::string, Songs> artists_;
};

// The numbers of names in a catalog, which must outlive this.
class CatalogNumbers {
 public:
  explicit CatalogNumbers(const Catalog& catalog);

  // REQUIRES: the catalog has them.
  uint32_t ArtistOf(std::string_view artist) const { return artists_.at(artist); }
  uint32_t SongOf(uint32_t artist, std::string_view title) const;

 private:
  const Catalog& catalog_;
  absl::flat_hash_map<std::string_view, uint32_t> artists_;
};

}  // namespace earshot
