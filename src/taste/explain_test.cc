#include "taste/explain.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

// Artist 0 has the neighbours 1, 2 and so on with these weights; everybody has enough listeners.
NeighbourWeights WeightsOf(const std::vector<float>& weights) {
  NeighbourWeights all;
  all.listeners.assign(weights.size() + 1, 100);
  all.of.resize(weights.size() + 1);
  for (uint32_t i = 0; i < weights.size(); ++i) all.of[0].push_back({i + 1, 10, 0.5F, weights[i]});
  return all;
}

const std::vector<Heard> kHeardAll = {{1, 3}, {2, 41}, {3, 1}, {4, 7}};

TEST(Explain, SharesAreOfWhatSpeaksForIt) {
  const Reason reason = ReasonFor(WeightsOf({0.2F, 0.6F, -0.5F}), 0, kHeardAll);
  ASSERT_TRUE(reason.first.has_value() && reason.second.has_value());
  EXPECT_EQ(reason.first->artist, 2);
  EXPECT_EQ(reason.first->plays, 41);
  EXPECT_NEAR(reason.first->share, 0.75, 1e-6);
  EXPECT_EQ(reason.second->artist, 1);
  EXPECT_NEAR(reason.second->share, 0.25, 1e-6);
}

TEST(Explain, ContributionsAreThoseOfTheArtistsHeard) {
  const NeighbourWeights weights = WeightsOf({0.2F, 0.6F, -0.5F});
  const std::vector<Contribution> contributions = ContributionsTo(weights, 0, std::vector<Heard>{{1, 3}, {3, 1}});
  ASSERT_EQ(contributions.size(), 2);
  EXPECT_EQ(contributions[0].neighbour->artist, 1);
  EXPECT_EQ(contributions[1].neighbour->artist, 3);
}

TEST(Explain, NamesNoArtistThatSaysLittle) {
  const Reason reason = ReasonFor(WeightsOf({0.7F, 0.16F, 0.14F}), 0, kHeardAll);
  EXPECT_EQ(reason.first->artist, 1);
  EXPECT_EQ(reason.second->artist, 2);
  EXPECT_FALSE(ReasonFor(WeightsOf({0.85F, 0.145F}), 0, kHeardAll).second.has_value());
  EXPECT_FALSE(ReasonFor(WeightsOf({-0.1F}), 0, kHeardAll).first.has_value());
}

TEST(Explain, NamesNoArtistThatFewHaveHeard) {
  NeighbourWeights weights = WeightsOf({0.5F, 0.3F, 0.2F});
  weights.of[0][0].listeners_both = 2;
  weights.listeners[2] = 4;
  const Reason reason = ReasonFor(weights, 0, kHeardAll);
  EXPECT_EQ(reason.first->artist, 3);
  EXPECT_FALSE(reason.second.has_value());
}

TEST(Explain, SaysWhyInWords) {
  Catalog catalog;
  catalog.artists = {"Placebo", "Muse"};
  EXPECT_EQ(TextOf({Because{1, 41, 0.384}, {}}, catalog), "because you played Muse: 41 plays, 38 % of this");
  EXPECT_EQ(TextOf({Because{1, 1, 1}, {}}, catalog), "because you played Muse: 1 play, 100 % of this");
  EXPECT_EQ(TextOf(Reason{}, catalog), "liked by listeners of what you play");
  EXPECT_EQ(PopularText(212), "heard by 212 listeners");
}

}  // namespace
}  // namespace earshot
