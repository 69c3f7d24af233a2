#include "generate/catalog.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <string_view>

#include "generate/streams.h"
#include "generate/words.h"

namespace earshot {
namespace {

constexpr uint32_t kArtistCount = 6000;
constexpr uint32_t kSongCount = 20000;

// The weight of the song on rank r is kWeightScale / (r + kRankShift): a power law (Zipf and Mandelbrot's) whose shift
// keeps the very first songs from drowning all others. The sum stays far below 2^32.
constexpr uint32_t kWeightScale = 20'000'000;
constexpr uint32_t kRankShift = 25;

constexpr uint32_t kSharedTitlePermille = 15;
constexpr uint32_t kDamagedPermille = 667;

constexpr uint32_t kSecond = 100'000;

// Most songs last about four minutes: the sum of three draws is bell-shaped.
uint32_t SongLength(Random* random) {
  const uint32_t third_max = 140 * kSecond;
  return 30 * kSecond + random->Below(third_max) + random->Below(third_max) + random->Below(third_max);
}

}  // namespace

GeneratedCatalog::GeneratedCatalog(uint64_t seed) {
  Random random({seed, kCatalogStream});
  std::vector<std::string> artists(kArtistCount);
  for (std::string& artist : artists) artist = ArtistName(&random);

  absl::flat_hash_set<std::string> known;
  uint32_t weight = 0;
  songs_.reserve(kSongCount);
  while (songs_.size() < kSongCount) {
    GeneratedSong song;
    song.artist = artists[random.Below(kArtistCount)];
    const bool shares_title = !songs_.empty() && random.Chance(kSharedTitlePermille);
    song.title = shares_title ? songs_[random.Below(static_cast<uint32_t>(songs_.size()))].title : SongTitle(&random);
    song.length = SongLength(&random);
    if (!known.insert(song.artist + '\n' + song.title).second) continue;
    songs_.push_back(std::move(song));
    weight += kWeightScale / (static_cast<uint32_t>(songs_.size()) + kRankShift);
    cumulative_weights_.push_back(weight);
  }
}

void GeneratedCatalog::DamageText(uint64_t seed) {
  Random random({seed, kDamageStream});
  for (GeneratedSong& song : songs_) {
    if (!random.Chance(kDamagedPermille)) continue;
    song.artist = DecodedWrongly(DecodedWrongly(song.artist));
    song.title = DecodedWrongly(DecodedWrongly(song.title));
  }
}

uint32_t GeneratedCatalog::PickSong(Random* random) const {
  const uint32_t point = random->Below(cumulative_weights_.back());
  const auto found = std::upper_bound(cumulative_weights_.begin(), cumulative_weights_.end(), point);
  return static_cast<uint32_t>(found - cumulative_weights_.begin());
}

std::string DecodedWrongly(const std::string& text) {
  std::string wrong;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x80) {
      wrong += letter;
    } else {
      wrong += static_cast<char>(0xc0 | (byte >> 6));
      wrong += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return wrong;
}

}  // namespace earshot
