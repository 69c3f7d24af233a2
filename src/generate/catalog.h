// The synthetic music: artists, their songs, and how often each song is played.
//
// Constant once it is made; safe to share between threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generate/random.h"
#include "generate/song.h"

namespace earshot {

class GeneratedCatalog {
 public:
  // The same music for the same seed.
  explicit GeneratedCatalog(uint64_t seed);

  // What an event file suffers when its text was read as Latin-1 and written as UTF-8, two times: two thirds of the
  // songs get such names.
  void DamageText(uint64_t seed);

  // The place in songs() of one that is played; a song's rank decides how often it is.
  uint32_t PickSong(Random* random) const;
  const std::vector<GeneratedSong>& songs() const { return songs_; }

 private:
  std::vector<GeneratedSong> songs_;
  std::vector<uint32_t> cumulative_weights_;
};

// `text` as UTF-8 whose bytes were taken for Latin-1 letters and encoded as UTF-8 again.
std::string DecodedWrongly(const std::string& text);

}  // namespace earshot
