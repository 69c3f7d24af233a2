#include "taste/recommend_artists.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "taste/explain.h"
#include "taste/floors.h"

namespace earshot {
namespace {

// 400 listeners of 120 artists, of which the first ones are heard by most, and each listener more of one third.
HeardLists ManyHeard() {
  std::mt19937_64 random(7);
  HeardLists heard;
  for (uint32_t listener = 0; listener < 400; ++listener) {
    std::set<uint32_t> artists;
    const uint64_t count = 2 + random() % 30;
    for (uint64_t i = 0; i < count; ++i) {
      const auto within = static_cast<uint32_t>(random() % 40 * (random() % 40) / 40);
      artists.insert(within * 3 + (random() % 4 == 0 ? static_cast<uint32_t>(random() % 3) : listener % 3));
    }
    for (const uint32_t artist : artists) heard.Add({artist, 1 + static_cast<uint32_t>(random() % 9)});
    heard.EndList();
  }
  return heard;
}

TEST(RecommendArtists, ScoresAreTheSumsOfTheirContributions) {
  const HeardLists heard = ManyHeard();
  const TasteModel model = LearnTasteModel(heard, 120, 2).value();
  ArtistRecommender recommender(heard, model);
  size_t recommended = 0;
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    for (const RecommendedArtist& artist : recommender.BestOf(listener)) {
      double sum = 0;
      for (const Contribution& each : ContributionsTo(model.neighbours, artist.artist, heard.Of(listener))) {
        sum += double{each.neighbour->weight};
      }
      EXPECT_NEAR(artist.score, sum, 1e-6);
      ++recommended;
    }
  }
  EXPECT_GT(recommended, 5000);
}

TEST(RecommendArtists, NoneIsHeardOrSpokenAgainstOrKnownToFew) {
  const HeardLists heard = ManyHeard();
  const TasteModel model = LearnTasteModel(heard, 120, 2).value();
  ArtistRecommender recommender(heard, model);
  for (size_t listener = 0; listener < heard.size(); ++listener) {
    std::set<uint32_t> artists;
    for (const RecommendedArtist& artist : recommender.BestOf(listener)) {
      EXPECT_EQ(PlaysOf(heard.Of(listener), artist.artist), 0);
      EXPECT_GT(artist.score, 0);
      EXPECT_GE(model.neighbours.listeners[artist.artist], kItemListenersMin);
      EXPECT_TRUE(artists.insert(artist.artist).second);
    }
    EXPECT_LE(artists.size(), kRecommendedArtists);
  }
}

TEST(RecommendArtists, ScoresOfHeardAreWhatTheOthersSay) {
  const HeardLists heard = ManyHeard();
  const TasteModel model = LearnTasteModel(heard, 120, 1).value();
  ArtistRecommender recommender(heard, model);
  recommender.BestOf(5);
  const std::span<const Heard> artists = heard.Of(5);
  ASSERT_EQ(recommender.ScoresOfHeard().size(), artists.size());
  for (size_t i = 0; i < artists.size(); ++i) {
    if (model.neighbours.listeners[artists[i].item] < kItemListenersMin) continue;
    double sum = 0;
    for (const Contribution& each : ContributionsTo(model.neighbours, artists[i].item, artists)) {
      sum += double{each.neighbour->weight};
    }
    EXPECT_NEAR(recommender.ScoresOfHeard()[i], std::max(sum, 0.0), 1e-6);
  }
}

// Two artists, 1 and 2, of the same score: the factors say which is first.
TEST(RecommendArtists, FactorsPutTheProposalsInOrder) {
  HeardLists heard;
  heard.Add({0, 1});
  heard.EndList();
  TasteModel model;
  model.favoured = {{{1, 0.5F}, {2, 0.4F}}, {}, {}};
  model.factors.listeners.resize(1);
  model.factors.artists.resize(3);
  model.factors.listeners[0].values.fill(1);
  model.factors.artists[2].values.fill(1);
  ArtistRecommender recommender(heard, model);
  const std::span<const RecommendedArtist> best = recommender.BestOf(0);
  ASSERT_EQ(best.size(), 2);
  EXPECT_EQ(best[0].artist, 2);
  EXPECT_FLOAT_EQ(static_cast<float>(best[0].score), 0.4F);
  EXPECT_EQ(best[1].artist, 1);
}

TEST(RecommendArtists, KnowsWhoHasHeardFiveArtists) {
  HeardLists heard;
  for (const uint32_t count : {4U, 5U}) {
    for (uint32_t artist = 0; artist < count; ++artist) heard.Add({artist, 1});
    heard.EndList();
  }
  const TasteModel model;
  const ArtistRecommender recommender(heard, model);
  EXPECT_FALSE(recommender.Knows(0));
  EXPECT_TRUE(recommender.Knows(1));
}

TEST(RecommendArtists, PopularOnesComeByListenersThenByNumber) {
  const std::vector<uint32_t> popular = ByPopularity({5, 9, 4, 5, 7}, 5);
  EXPECT_EQ(popular, (std::vector<uint32_t>{1, 4, 0, 3}));
  EXPECT_EQ(MostPopular(popular, std::vector<Heard>{{1, 1}, {2, 1}}, 2), (std::vector<uint32_t>{4, 0}));
}

}  // namespace
}  // namespace earshot
