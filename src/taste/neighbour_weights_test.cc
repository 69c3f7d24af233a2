#include "taste/neighbour_weights.h"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <set>
#include <vector>

namespace earshot {
namespace {

// Each listener's artists, each played once.
HeardLists HeardOf(const std::vector<std::set<uint32_t>>& listeners) {
  HeardLists heard;
  for (const std::set<uint32_t>& artists : listeners) {
    for (const uint32_t artist : artists) heard.Add({artist, 1});
    heard.EndList();
  }
  return heard;
}

// Of 300 listeners and 40 artists, some heard by many, in a pattern without regularity.
std::vector<std::set<uint32_t>> ManyListeners() {
  std::vector<std::set<uint32_t>> listeners;
  uint64_t state = 1;
  for (size_t i = 0; i < 300; ++i) {
    std::set<uint32_t> artists;
    for (size_t j = 0; j < 3 + i % 9; ++j) {
      state = state * 6364136223846793005 + 1442695040888963407;
      const auto draw = static_cast<uint32_t>((state >> 33) % 1600);
      artists.insert(draw * draw / 64000 % 40);
    }
    listeners.push_back(artists);
  }
  return listeners;
}

TEST(NeighbourWeights, CountsListenersAndOrdersByLikeness) {
  // Artist 0 shares all of its six listeners with 1, three with 2, none with 3.
  std::vector<std::set<uint32_t>> listeners(3, {0, 1});
  listeners.insert(listeners.end(), 3, {0, 1, 2});
  listeners.insert(listeners.end(), 3, {2, 3});
  const NeighbourWeights weights = LearnNeighbours(HeardOf(listeners), 4, 1).value();
  EXPECT_EQ(weights.listeners, (std::vector<uint32_t>{6, 6, 6, 3}));
  ASSERT_EQ(weights.of[0].size(), 2);
  EXPECT_EQ(weights.of[0][0].artist, 1);
  EXPECT_EQ(weights.of[0][0].listeners_both, 6);
  EXPECT_FLOAT_EQ(weights.of[0][0].likeness, 1);
  EXPECT_EQ(weights.of[0][1].artist, 2);
  EXPECT_EQ(weights.of[0][1].listeners_both, 3);
  EXPECT_FLOAT_EQ(weights.of[0][1].likeness, 0.5);
}

// What follows from fewer would say what one of them hears.
TEST(NeighbourWeights, HasNoNeighboursThatFewHaveHeardOrFewTogether) {
  std::vector<std::set<uint32_t>> listeners(4, {0, 1});  // 1 has four listeners
  listeners.insert(listeners.end(), 2, {0, 2});          // 2 has two together with 0
  listeners.insert(listeners.end(), 5, {2});
  const NeighbourWeights weights = LearnNeighbours(HeardOf(listeners), 3, 1).value();
  EXPECT_TRUE(weights.of[0].empty());
  listeners.push_back({0, 1, 2});
  const NeighbourWeights enough = LearnNeighbours(HeardOf(listeners), 3, 1).value();
  EXPECT_EQ(enough.of[0].size(), 2);
}

TEST(NeighbourWeights, OrdersEquallyNearArtistsByNumber) {
  const NeighbourWeights weights =
      LearnNeighbours(HeardOf(std::vector<std::set<uint32_t>>(5, {0, 1, 2, 3})), 4, 1).value();
  ASSERT_EQ(weights.of[2].size(), 3);
  EXPECT_EQ(weights.of[2][0].artist, 0);
  EXPECT_EQ(weights.of[2][1].artist, 1);
  EXPECT_EQ(weights.of[2][2].artist, 3);
}

TEST(NeighbourWeights, HasNoNeighboursWhereNothingElseIsHeard) {
  const NeighbourWeights weights = LearnNeighbours(HeardOf({{0}, {}, {2}}), 3, 2).value();
  EXPECT_EQ(weights.listeners, (std::vector<uint32_t>{1, 0, 1}));
  for (const std::vector<Neighbour>& neighbours : weights.of) EXPECT_TRUE(neighbours.empty());
}

// All other artists are neighbours here, so it is a ridge regression on the matrix of who heard what.
TEST(NeighbourWeights, SolvesTheRidgeRegressionOnTheNeighbours) {
  const std::vector<std::set<uint32_t>> listeners = ManyListeners();
  Eigen::MatrixXd heard = Eigen::MatrixXd::Zero(300, 40);
  for (size_t i = 0; i < listeners.size(); ++i) {
    for (const uint32_t artist : listeners[i]) heard(static_cast<Eigen::Index>(i), artist) = 1;
  }
  const NeighbourWeights weights = LearnNeighbours(HeardOf(listeners), 40, 2).value();
  for (size_t artist = 0; artist < 40; ++artist) {
    const std::vector<Neighbour>& neighbours = weights.of[artist];
    Eigen::MatrixXd others(300, neighbours.size());
    for (size_t i = 0; i < neighbours.size(); ++i) {
      others.col(static_cast<Eigen::Index>(i)) = heard.col(neighbours[i].artist);
    }
    Eigen::MatrixXd gram = others.transpose() * others;
    gram.diagonal().array() += kRidgeLambda;
    const Eigen::VectorXd right = others.transpose() * heard.col(static_cast<Eigen::Index>(artist));
    Eigen::VectorXd expected = gram.ldlt().solve(right);
    expected = (expected.array().abs() < kWeightMin).select(0, expected);
    for (size_t i = 0; i < neighbours.size(); ++i) {
      EXPECT_NEAR(neighbours[i].weight, expected(static_cast<Eigen::Index>(i)), 1e-6) << artist << " " << i;
    }
  }
}

TEST(NeighbourWeights, HasNoWeightsThatSayNothing) {
  const NeighbourWeights weights = LearnNeighbours(HeardOf(ManyListeners()), 40, 1).value();
  size_t zero = 0;
  for (const std::vector<Neighbour>& neighbours : weights.of) {
    for (const Neighbour& neighbour : neighbours) {
      EXPECT_TRUE(neighbour.weight == 0 || std::abs(double{neighbour.weight}) >= kWeightMin * 0.999);
      zero += neighbour.weight == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(zero, 0);
}

TEST(NeighbourWeights, IsTheSameForAnyNumberOfThreads) {
  // More artists than a chunk of work has.
  std::vector<std::set<uint32_t>> listeners = ManyListeners();
  for (size_t i = 0; i < listeners.size(); ++i) listeners[i].insert(static_cast<uint32_t>(40 + i * 7 % 200));
  const NeighbourWeights one = LearnNeighbours(HeardOf(listeners), 240, 1).value();
  for (const size_t threads : {2U, 3U}) {
    const NeighbourWeights more = LearnNeighbours(HeardOf(listeners), 240, threads).value();
    for (size_t artist = 0; artist < 240; ++artist) {
      ASSERT_EQ(more.of[artist].size(), one.of[artist].size());
      for (size_t i = 0; i < one.of[artist].size(); ++i) {
        EXPECT_EQ(more.of[artist][i].artist, one.of[artist][i].artist);
        EXPECT_EQ(more.of[artist][i].weight, one.of[artist][i].weight);
      }
    }
  }
}

}  // namespace
}  // namespace earshot
