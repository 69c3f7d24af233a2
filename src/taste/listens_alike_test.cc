#include "taste/listens_alike.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

OptIn Everybody(const Listening& listening) {
  OptIn opt_in;
  for (const Listener& listener : listening.listeners) opt_in.insert(listener.user_id);
  return opt_in;
}

std::vector<Row> RowsOfAlike(const Listening& listening, const OptIn& opt_in) {
  const NeighbourWeights weights = MakeWeights(listening);
  return RowsOf(AllLines(AlikeListeners::Find(listening, weights, opt_in, 2).value()));
}

// Of ten listeners eight have heard artist 0, five artist 1 and five artist 2.
Listening TenListeners() {
  return MakeListening(3, 1,
                       {{{0, 4}, {1, 2}, {2, 1}},
                        {{0, 1}, {1, 1}, {2, 8}},
                        {{0, 1}, {1, 1}},
                        {{0, 1}, {1, 1}},
                        {{0, 1}, {1, 1}},
                        {{0, 1}, {2, 1}},
                        {{0, 1}, {2, 1}},
                        {{0, 1}},
                        {{2, 1}},
                        {}});
}

double CosineByHand() {
  const double idf0 = std::log(10.0 / 8);
  const double idf = std::log(10.0 / 5);
  const double left[] = {std::log(5) * idf0, std::log(3) * idf, std::log(2) * idf};
  const double right[] = {std::log(2) * idf0, std::log(2) * idf, std::log(9) * idf};
  double dot = 0;
  double left_squares = 0;
  double right_squares = 0;
  for (size_t i = 0; i < 3; ++i) {
    dot += left[i] * right[i];
    left_squares += left[i] * left[i];
    right_squares += right[i] * right[i];
  }
  return dot / std::sqrt(left_squares * right_squares);
}

TEST(ListensAlike, IsTheCosineAndNamesWhatSaysMost) {
  const std::vector<Row> rows = RowsOfAlike(TenListeners(), {10, 20});
  ASSERT_EQ(rows.size(), 2);
  const std::string likeness = fmt::format("{:.6f}", CosineByHand());
  EXPECT_THAT(rows[0],
              ElementsAre("10", "1", "20", likeness, "3", "A02", "A01", "A00", "you both play A02, A01 and A00"));
  EXPECT_THAT(rows[1],
              ElementsAre("20", "1", "10", likeness, "3", "A02", "A01", "A00", "you both play A02, A01 and A00"));
}

TEST(ListensAlike, NeedsTwoSharedArtists) {
  // Listeners 30 and 40 share artists 0 and 1, 60 and they artist 0.
  const std::vector<Row> rows = RowsOfAlike(TenListeners(), {30, 40, 60});
  ASSERT_EQ(rows.size(), 2);
  EXPECT_THAT(rows[0], ElementsAre("30", "1", "40", "1.000000", "2", "A01", "A00", "", "you both play A01 and A00"));
  EXPECT_EQ(rows[1][2], "30");
}

TEST(ListensAlike, NamesNobodyWhoHasNotOptedIn) {
  const Listening listening = RandomListening(3);
  const OptIn opt_in = {20, 50, 60, 110, 300, 310, 555};
  const std::vector<Row> rows = RowsOfAlike(listening, opt_in);
  EXPECT_FALSE(rows.empty());
  for (const Row& row : rows) {
    EXPECT_TRUE(opt_in.contains(std::stoll(row[0]))) << row[0];
    EXPECT_TRUE(opt_in.contains(std::stoll(row[2]))) << row[2];
  }
  EXPECT_THAT(RowsOfAlike(listening, {}), IsEmpty());
}

// Artist 2 has four listeners: it adds to likeness, and is not named. Who share one other artist are not shown.
TEST(ListensAlike, NamesNoArtistWithFewListeners) {
  const Listening listening = MakeListening(3, 1,
                                            {{{0, 1}, {1, 1}, {2, 1}},
                                             {{0, 1}, {1, 1}, {2, 1}},
                                             {{1, 1}, {2, 1}},
                                             {{1, 1}, {2, 1}},
                                             {{0, 1}},
                                             {{0, 1}},
                                             {{0, 1}, {1, 1}},
                                             {},
                                             {}});
  const std::vector<Row> rows = RowsOfAlike(listening, {10, 20, 30, 40});
  ASSERT_EQ(rows.size(), 2);
  EXPECT_THAT(rows[0], ElementsAre("10", "1", "20", "1.000000", "2", "A00", "A01", "", "you both play A00 and A01"));
  EXPECT_THAT(rows[1], ElementsAre("20", "1", "10", "1.000000", "2", "A00", "A01", "", "you both play A00 and A01"));
}

TEST(ListensAlike, LeavesOutWhatNearlyAllHaveHeard) {
  std::vector<SongPlays> listeners(kTellingListenersMax + 1, {{0, 1}});
  listeners.resize(2 * listeners.size());
  listeners[0] = listeners[1] = {{0, 1}, {1, 1}, {2, 1}};
  listeners[2] = {{0, 1}, {1, 1}};
  const Listening listening = MakeListening(3, 1, listeners);
  NeighbourWeights weights;
  weights.listeners = {kTellingListenersMax + 1, 5, 5};
  const std::vector<Row> rows = RowsOf(AllLines(AlikeListeners::Find(listening, weights, {10, 20, 30}, 1).value()));
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0][4], "2");
  EXPECT_EQ(rows[0][8], "you both play A01 and A02");
}

// Each listener's best by comparing all, with their likeness.
std::vector<std::pair<std::string, double>> NaiveAlike(const Listening& listening, const NeighbourWeights& weights) {
  const size_t artists = listening.catalog.artists.size();
  std::vector<std::vector<double>> says(listening.listeners.size(), std::vector<double>(artists));
  for (size_t i = 0; i < says.size(); ++i) {
    double squares = 0;
    for (const Heard& heard : listening.artists.Of(i)) {
      says[i][heard.item] =
          std::log(1.0 + heard.plays) * std::log(static_cast<double>(says.size()) / weights.listeners[heard.item]);
      squares += says[i][heard.item] * says[i][heard.item];
    }
    for (double& one : says[i]) one = squares > 0 ? one / std::sqrt(squares) : 0;
  }
  std::vector<std::pair<std::string, double>> all;
  for (size_t i = 0; i < says.size(); ++i) {
    std::vector<double> likenesses;
    for (size_t j = 0; j < says.size(); ++j) {
      double dot = 0;
      size_t named = 0;
      for (size_t artist = 0; artist < artists; ++artist) {
        dot += says[i][artist] * says[j][artist];
        named += says[i][artist] * says[j][artist] > 0 && weights.listeners[artist] >= 5 ? 1 : 0;
      }
      if (i != j && named >= 2) likenesses.push_back(dot);
    }
    std::sort(likenesses.rbegin(), likenesses.rend());
    likenesses.resize(std::min(likenesses.size(), kAlikeMax));
    for (const double one : likenesses) all.emplace_back(fmt::to_string(listening.listeners[i].user_id), one);
  }
  return all;
}

RC_GTEST_PROP(ListensAlike, IsWhatComparingAllPairsSays, ()) {
  const Listening listening = RandomListening(*rc::gen::arbitrary<uint64_t>(), 40, 12, 1);
  const auto naive = NaiveAlike(listening, MakeWeights(listening));
  const std::vector<Row> rows = RowsOfAlike(listening, Everybody(listening));
  RC_ASSERT(rows.size() == naive.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(rows[i][0] == naive[i].first);
    RC_ASSERT(std::abs(std::stod(rows[i][3]) - naive[i].second) < 2e-6);
  }
}

TEST(ListensAlike, IsTheSameWithAnyNumberOfThreads) {
  const Listening listening = RandomListening(4, 300);
  const NeighbourWeights weights = MakeWeights(listening);
  const auto lines = [&](size_t threads) {
    return AllLines(AlikeListeners::Find(listening, weights, Everybody(listening), threads).value());
  };
  EXPECT_FALSE(lines(1).empty());
  EXPECT_EQ(lines(3), lines(1));
}

TEST(ListensAlike, GroupsEachWithTheTwoMostLikeThem) {
  const Listening listening = TenListeners();
  const NeighbourWeights weights = MakeWeights(listening);
  const auto groups = [&](const OptIn& opt_in) {
    Groups found;
    AlikeListeners::Find(listening, weights, opt_in, 2).value().AddGroups(&found);
    return found;
  };
  // Listeners 30, 40 and 50 play the same, and are one group; 20 and 60 play artist 2 besides.
  EXPECT_THAT(groups({20, 30, 40, 50, 60}), ElementsAre(ElementsAre(1, 2, 5), ElementsAre(2, 3, 4)));
  EXPECT_THAT(groups({30, 40}), IsEmpty());
}

}  // namespace
}  // namespace earshot
