#include "generate/taste/music.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace earshot {
namespace {

const PlantedMusic& SomeMusic() {
  static const PlantedMusic* const music = new PlantedMusic(1, 5'000);
  return *music;
}

TEST(PlantedMusic, HasArtistsOfOneOrTwoScenes) {
  size_t near = 0;
  for (const PlantedArtist& artist : SomeMusic().artists()) {
    double sum = 0;
    for (uint32_t scene = 0; scene < kSceneCount; ++scene) sum += artist.ShareOf(scene);
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_GE(artist.main_share, 0.7);
    near += artist.main_scene / kScenesPerGenre == artist.second_scene / kScenesPerGenre ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(near), 5'000 * (0.8 + 0.2 / kGenreCount), 150);
}

TEST(PlantedMusic, HasSongsOfItsOwnForEachArtist) {
  std::set<std::string> names;
  std::set<std::pair<std::string, std::string>> songs;
  uint32_t next = 0;
  for (const PlantedArtist& artist : SomeMusic().artists()) {
    EXPECT_EQ(artist.first_song, next);
    EXPECT_GE(artist.song_count, 1U);
    next += artist.song_count;
    EXPECT_TRUE(names.insert(SomeMusic().songs()[artist.first_song].artist).second);
  }
  for (const GeneratedSong& song : SomeMusic().songs()) {
    EXPECT_TRUE(songs.emplace(song.artist, song.title).second);
    EXPECT_GE(song.length, 18'000'000U);
    EXPECT_LE(song.length, 30'000'000U);
  }
  EXPECT_EQ(SomeMusic().songs().size(), next);
  EXPECT_NEAR(next / 5'000.0, 6.15, 0.25);
}

TEST(PlantedMusic, PopularityIsAPowerOfTheRank) {
  std::vector<double> popularity;
  for (const PlantedArtist& artist : SomeMusic().artists()) popularity.push_back(artist.popularity);
  std::sort(popularity.rbegin(), popularity.rend());
  EXPECT_NEAR(popularity[0] / popularity[45], 7.943, 0.001);       // (50 / 5) ^ 0.9
  EXPECT_NEAR(popularity[45] / popularity[4'995], 63.096, 0.001);  // (5000 / 50) ^ 0.9
}

TEST(PlantedMusic, SongsOfAnArtistFollowZipf) {
  const PlantedMusic& music = SomeMusic();
  const auto artist = std::find_if(music.artists().begin(), music.artists().end(),
                                   [](const PlantedArtist& one) { return one.song_count >= 20; });
  ASSERT_NE(artist, music.artists().end());
  std::vector<double> plays(artist->song_count);
  Random random({3});
  constexpr int kPlays = 100'000;
  for (int i = 0; i < kPlays; ++i) plays[music.DrawSong(*artist, &random) - artist->first_song] += 1.0 / kPlays;
  double sum = 0;
  for (uint32_t place = 0; place < artist->song_count; ++place) {
    const double share = music.SongShare(place, artist->song_count);
    EXPECT_NEAR(plays[place], share, 0.01);
    sum += share;
  }
  EXPECT_NEAR(sum, 1, 1e-9);
  EXPECT_NEAR(music.SongShare(0, 20) / music.SongShare(9, 20), 6.31, 0.01);  // 10 ^ 0.8
}

// A fifth are the charts, which have a few of the scene among them.
TEST(PlantedMusic, MostDiscoveriesAreOfTheScene) {
  Random random({4});
  int of_scene = 0;
  for (int i = 0; i < 10'000; ++i) of_scene += SomeMusic().DrawArtist(0, &random).ShareOf(0) > 0 ? 1 : 0;
  EXPECT_NEAR(of_scene / 10'000.0, 0.8, 0.03);
  EXPECT_GT(of_scene, 8'000);
}

}  // namespace
}  // namespace earshot
