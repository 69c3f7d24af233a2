#include "taste/recommend_songs.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

class SongRecommenderTest : public ::testing::Test {
 protected:
  // Artist 0 has the songs 0 to 4, heard by 5, 4, 3, 2 and 1 of ten listeners; artist 1 the songs 5 and 6, the second
  // one heard by nobody; artist 2 the song 7, and fewer listeners than may be named.
  SongRecommenderTest() {
    listening_.catalog.artists = {"A", "B", "C"};
    for (uint32_t song = 0; song < 8; ++song) {
      listening_.catalog.songs.push_back({song < 5 ? 0U : song < 7 ? 1U : 2U, "song"});
    }
    listening_.catalog.song_ends = {5, 7, 8};
    charts_.listeners = {1, 2, 3, 4, 5, 6, 0, 3};
    charts_.of_artist = {4, 3, 2, 1, 0, 5, 6, 7};
    model_.neighbours.listeners = {10, 10, 3};
  }

  // Of one listener.
  void Hear(const std::vector<Heard>& artists, const std::vector<Heard>& songs) {
    for (const Heard& artist : artists) listening_.artists.Add(artist);
    listening_.artists.EndList();
    for (const Heard& song : songs) listening_.songs.Add(song);
    listening_.songs.EndList();
  }

  Listening listening_;
  TasteModel model_;
  SongCharts charts_;
};

TEST_F(SongRecommenderTest, TakesTheThreeMostHeardSongsOfANewArtist) {
  Hear({}, {});
  SongRecommender recommender(listening_, model_, charts_);
  const std::vector<RecommendedArtist> artists = {{0, 0.5}};
  const std::span<const RecommendedSong> best = recommender.BestOf(0, artists, {});
  ASSERT_EQ(best.size(), 3);
  EXPECT_EQ(best[0].song, 4);
  EXPECT_EQ(best[0].kind, SongKind::kNewArtist);
  EXPECT_DOUBLE_EQ(best[0].score, 0.5 * 0.5);
  EXPECT_EQ(best[1].song, 3);
  EXPECT_EQ(best[2].song, 2);
  EXPECT_DOUBLE_EQ(best[2].score, 0.5 * 0.3);
}

TEST_F(SongRecommenderTest, TakesSongsOfArtistsHeardThatOthersHaveHeard) {
  // An artist with few listeners is no reason to show what these hear.
  Hear({{0, 4}, {1, 1}, {2, 1}}, {{1, 1}, {4, 3}, {5, 1}});
  SongRecommender recommender(listening_, model_, charts_);
  const std::vector<double> scores_of_heard = {0.4, 0.1, 1};
  const std::span<const RecommendedSong> best = recommender.BestOf(0, {}, scores_of_heard);
  ASSERT_EQ(best.size(), 3);
  EXPECT_EQ(best[0].song, 3);
  EXPECT_EQ(best[0].kind, SongKind::kMoreBy);
  EXPECT_EQ(best[1].song, 2);
  EXPECT_EQ(best[2].song, 0);
  // Their scores are as their listeners.
  EXPECT_NEAR(best[0].score, 4 * best[2].score, 1e-9);
}

TEST_F(SongRecommenderTest, ArtistsHeardCountByPlaysAndByWhatOthersSayOfThem) {
  Hear({{0, 16}, {1, 1}}, {});
  charts_.listeners = {5, 0, 0, 0, 0, 5, 0, 0};
  SongRecommender recommender(listening_, model_, charts_);
  const std::vector<RecommendedArtist> artists = {{2, 0.3}};
  const std::vector<double> scores_of_heard = {0.1, 0.4};
  const std::span<const RecommendedSong> best = recommender.BestOf(0, artists, scores_of_heard);
  ASSERT_EQ(best.size(), 3);
  EXPECT_EQ(best[0].song, 0);
  EXPECT_EQ(best[1].song, 5);
  // The square roots of 16 x 0.1 and 1 x 0.4, and all of them six times what all new ones are.
  EXPECT_NEAR(best[0].score, 2 * best[1].score, 1e-9);
  EXPECT_NEAR(best[0].score + best[1].score, 6 * 0.3 * 0.5, 1e-9);
}

TEST(SongCharts, AreBySongsAndByArtist) {
  Catalog catalog;
  catalog.artists = {"A", "B"};
  catalog.songs = {{0, "a"}, {0, "b"}, {0, "c"}, {1, "d"}};
  catalog.song_ends = {3, 4};
  HeardLists songs;
  for (const std::vector<uint32_t>& heard : {std::vector<uint32_t>{1, 2, 3}, {2}, {}}) {
    for (const uint32_t song : heard) songs.Add({song, 5});
    songs.EndList();
  }
  const SongCharts charts = ChartsOf(catalog, songs);
  EXPECT_EQ(charts.listeners, (std::vector<uint32_t>{0, 1, 2, 1}));
  EXPECT_EQ(charts.of_artist, (std::vector<uint32_t>{2, 1, 0, 3}));
}

}  // namespace
}  // namespace earshot
