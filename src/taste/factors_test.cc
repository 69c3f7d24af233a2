#include "taste/factors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace earshot {
namespace {

// 100 listeners of two kinds: even ones have heard half of the artists 0 to 19, odd ones of 20 to 39.
HeardLists TwoKinds() {
  std::mt19937_64 random(1);
  HeardLists heard;
  for (size_t listener = 0; listener < 100; ++listener) {
    for (uint32_t artist = 0; artist < 20; ++artist) {
      if (random() % 2 == 0) continue;
      heard.Add({artist + (listener % 2 == 0 ? 0 : 20), 1 + static_cast<uint32_t>(random() % 2000)});
    }
    heard.EndList();
  }
  return heard;
}

TEST(Factors, PutListenersNearTheArtistsOfTheirKind) {
  const Factors factors = LearnFactors(TwoKinds(), 40, 2).value();
  for (size_t listener = 0; listener < 100; ++listener) {
    float own = 0;
    float others = 0;
    for (size_t artist = 0; artist < 40; ++artist) {
      ((artist < 20) == (listener % 2 == 0) ? own : others) += factors.ScoreOf(listener, artist);
    }
    EXPECT_GT(own, 3) << listener;
    EXPECT_LT(std::abs(others), own / 10) << listener;
  }
}

TEST(Factors, AreTheSameForAnyNumberOfThreads) {
  const Factors one = LearnFactors(TwoKinds(), 40, 1).value();
  for (const size_t threads : {2U, 3U}) {
    const Factors more = LearnFactors(TwoKinds(), 40, threads).value();
    EXPECT_EQ(one.listeners, more.listeners);
    EXPECT_EQ(one.artists, more.artists);
  }
}

TEST(Factors, OfAnArtistThatNobodyHasHeardAreNothing) {
  const Factors factors = LearnFactors(TwoKinds(), 41, 1).value();
  EXPECT_EQ(factors.artists[40], FactorVector());
}

TEST(Factors, OfNothingAreNothing) {
  EXPECT_TRUE(LearnFactors(HeardLists(), 0, 2).value().artists.empty());
  EXPECT_TRUE(LearnFactors(HeardLists(), 0, 2).value().listeners.empty());
}

}  // namespace
}  // namespace earshot
