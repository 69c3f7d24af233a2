#include "taste/similar_artists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;

Listening FiveArtists() {
  Listening listening;
  listening.catalog.artists = {"Coldplay", "Muse", "Nobody", "Placebo", "Rare"};
  return listening;
}

TEST(SimilarArtists, SaysHowManyOfWhoseListenersPlayedBoth) {
  const Listening listening = FiveArtists();
  NeighbourWeights weights;
  weights.listeners = {80, 50, 0, 40, 5};
  weights.of.resize(5);
  weights.of[0] = {{1, 34, 0.5F, 0.25F}, {3, 3, 0.125F, -0.5F}};
  EXPECT_THAT(RowsOf(AllLines(SimilarArtistLines(listening, weights))),
              ElementsAre(ElementsAre("Coldplay", "1", "Muse", "0.500000", "0.250000", "34", "50",
                                      "34 of the 80 listeners of Coldplay also played Muse"),
                          ElementsAre("Coldplay", "2", "Placebo", "0.125000", "-0.500000", "3", "40",
                                      "3 of the 80 listeners of Coldplay also played Placebo")));
}

TEST(SimilarArtists, LeavesOutWhereTooFewHaveHeard) {
  const Listening listening = FiveArtists();
  NeighbourWeights weights;
  weights.listeners = {80, 50, 4, 40, 5};
  weights.of.resize(5);
  weights.of[0] = {{2, 4, 0.5F, 0.1F}, {1, 2, 0.4F, 0.1F}, {4, 3, 0.3F, 0.1F}};
  weights.of[2] = {{0, 4, 0.5F, 0.1F}};
  const std::vector<Row> rows = RowsOf(AllLines(SimilarArtistLines(listening, weights)));
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows[0][1], "1");
  EXPECT_EQ(rows[0][2], "Rare");
}

}  // namespace
}  // namespace earshot
