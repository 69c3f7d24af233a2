#include "generate/taste/music.h"

#include <absl/container/flat_hash_set.h>

#include <algorithm>
#include <numeric>

#include "generate/streams.h"
#include "generate/taste/arithmetic.h"
#include "generate/words.h"

namespace earshot {
namespace {

constexpr double kPopularityExponent = -0.9;
constexpr uint32_t kArtistRankShift = 5;
constexpr double kSecondSceneNear = 0.8;

constexpr double kSongsMean = 5.6;
constexpr uint32_t kSongsMax = 200;
constexpr double kSongExponent = -0.8;

constexpr uint32_t kSongLengthMin = 180 * 100'000;  // as GeneratedSong::length
constexpr uint32_t kSongLengthMax = 300 * 100'000;

// Every rank once, in a random order.
std::vector<uint32_t> ShuffledRanks(uint32_t count, Random* random) {
  std::vector<uint32_t> ranks(count);
  std::iota(ranks.begin(), ranks.end(), 0U);
  for (uint32_t i = count; i > 1; --i) std::swap(ranks[i - 1], ranks[random->Below(i)]);
  return ranks;
}

// The most popular tenth has twice the songs.
uint32_t DrawSongCount(bool popular, Random* random) {
  const double mean = kSongsMean * (popular ? 2 : 0.9);
  return std::min(1 + static_cast<uint32_t>(DrawExponential(random) * mean), kSongsMax);
}

std::vector<double> SongPlaceWeights() {
  std::vector<double> weights;
  for (uint32_t place = 1; place <= kSongsMax; ++place) weights.push_back(PlainPower(place, kSongExponent));
  return weights;
}

std::string UnknownName(std::string (*make)(Random*), absl::flat_hash_set<std::string>* known, Random* random) {
  while (true) {
    std::string name = make(random);
    if (known->insert(name).second) return name;
  }
}

}  // namespace

double PlantedArtist::ShareOf(uint32_t scene) const {
  return (scene == main_scene ? main_share : 0) + (scene == second_scene ? 1 - main_share : 0);
}

PlantedMusic::PlantedMusic(uint64_t seed, uint32_t artist_count) : song_places_(SongPlaceWeights()) {
  MakeArtists(seed, artist_count);
  MakeSongs(seed);
  MakeScenes();
}

void PlantedMusic::MakeArtists(uint64_t seed, uint32_t count) {
  Random random({seed, kPlantedArtistStream});
  const WeightedChoice scenes(SceneWeights());
  for (const uint32_t rank : ShuffledRanks(count, &random)) {
    PlantedArtist& artist = artists_.emplace_back();
    artist.popularity = PlainPower(rank + kArtistRankShift, kPopularityExponent);
    artist.main_scene = scenes.Draw(&random);
    artist.main_share = 0.7 + 0.3 * DrawEven(&random);
    const bool near = DrawEven(&random) < kSecondSceneNear;
    artist.second_scene = near ? DrawSceneNear(artist.main_scene, &random) : random.Below(kSceneCount);
    artist.song_count = DrawSongCount(rank < count / 10, &random);
  }
}

void PlantedMusic::MakeSongs(uint64_t seed) {
  Random random({seed, kPlantedSongStream});
  absl::flat_hash_set<std::string> artist_names;
  for (uint32_t i = 0; i < artists_.size(); ++i) {
    PlantedArtist& artist = artists_[i];
    artist.first_song = static_cast<uint32_t>(songs_.size());
    const std::string name = UnknownName(ArtistName, &artist_names, &random);
    absl::flat_hash_set<std::string> titles;
    for (uint32_t place = 0; place < artist.song_count; ++place) {
      const uint32_t length = random.Between(kSongLengthMin, kSongLengthMax);
      songs_.push_back({.artist = name, .title = UnknownName(SongTitle, &titles, &random), .length = length});
      artist_of_song_.push_back(i);
    }
  }
}

void PlantedMusic::MakeScenes() {
  std::vector<double> popularity;
  std::array<std::vector<double>, kSceneCount> weights;
  for (uint32_t i = 0; i < artists_.size(); ++i) {
    const PlantedArtist& artist = artists_[i];
    popularity.push_back(artist.popularity);
    for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
      if (artist.ShareOf(scene) == 0) continue;
      scenes_[scene].artists.push_back(i);
      weights[scene].push_back(artist.popularity * artist.ShareOf(scene));
    }
  }
  charts_ = WeightedChoice(popularity);
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) scenes_[scene].by_popularity = WeightedChoice(weights[scene]);
}

const PlantedArtist& PlantedMusic::DrawArtist(uint32_t scene, Random* random) const {
  const Scene& wanted = scenes_[scene];
  if (DrawEven(random) < kChartsShare || wanted.by_popularity.empty()) return artists_[charts_.Draw(random)];
  return artists_[wanted.artists[wanted.by_popularity.Draw(random)]];
}

uint32_t PlantedMusic::DrawSong(const PlantedArtist& artist, Random* random) const {
  return artist.first_song + song_places_.DrawOfFirst(artist.song_count, random);
}

double PlantedMusic::SongShare(uint32_t place, uint32_t song_count) const {
  return song_places_.ShareOfFirst(place, song_count);
}

}  // namespace earshot
