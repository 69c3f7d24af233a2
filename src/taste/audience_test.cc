#include "taste/audience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "plays/taste_datasets.h"
#include "taste/floors.h"
#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A listener has heard those of artists 1, 2 and 3 whose bits are set in their number; every fourth has heard artist 0.
Listening ByBits(size_t listeners) {
  std::vector<SongPlays> plays_of(listeners);
  for (size_t i = 0; i < listeners; ++i) {
    for (uint32_t bit = 0; bit < 3; ++bit) {
      if ((i >> bit & 1) != 0) plays_of[i][bit + 1] = 1;
    }
    if (i % 4 == 1) plays_of[i][0] = 1;
  }
  return MakeListening(4, 1, plays_of);
}

NeighbourWeights WeightsOfArtist0(const Listening& listening) {
  NeighbourWeights weights = MakeWeights(listening);
  for (std::vector<Neighbour>& neighbours : weights.of) neighbours.clear();
  weights.of[0] = {{3, 9, 0.5F, -0.25F}, {1, 9, 0.5F, 0.125F}, {2, 9, 0.5F, 0.5F}};
  return weights;
}

std::vector<Reached> AllReached(const Reach& reach, uint32_t artist) {
  Reach::Scratch scratch = reach.MakeScratch();
  return reach.Of(artist, 1000, &scratch);
}

TEST(Reach, SumsTheWeightsOfWhatWasHeard) {
  const Listening listening = ByBits(8);
  NeighbourWeights weights = WeightsOfArtist0(listening);
  weights.listeners = {30, 20, 20, 20};
  const Reach reach(listening, weights);
  const std::vector<Reached> reached = AllReached(reach, 0);
  // 3 has heard artists 1 and 2, 2 only 2, 7 all, 6 artists 2 and 3, 1 only 1; 5's and 4's sums are below zero.
  const std::vector<std::pair<uint32_t, double>> expected = {{3, 0.625}, {2, 0.5}, {7, 0.375}, {6, 0.25}, {1, 0.125}};
  ASSERT_THAT(reached, SizeIs(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(reached[i].listener, expected[i].first);
    EXPECT_DOUBLE_EQ(reached[i].score, expected[i].second);
    EXPECT_EQ(reached[i].has_heard, reached[i].listener == 1);
    EXPECT_EQ(reached[i].because->artist, reached[i].listener == 1 ? 1 : 2);
  }
  EXPECT_EQ(reach.Reason(0, reached[0]), "they have played A02, as 9 of the 30 listeners of A00");
}

TEST(Reach, NamesNoArtistThatTooFewHaveHeard) {
  const Listening listening = ByBits(8);
  NeighbourWeights weights = WeightsOfArtist0(listening);
  weights.listeners = {30, 20, 4, 20};
  weights.of[0][1].listeners_both = 2;
  const Reach reach(listening, weights);
  for (const Reached& reached : AllReached(reach, 0)) {
    EXPECT_EQ(reached.because, nullptr);
    EXPECT_EQ(reach.Reason(0, reached), "they play what its listeners play");
  }
}

TEST(Reach, IsOfWhoHearsMostWhereTheWeightsAreWithheld) {
  const Listening listening = ByBits(8);
  NeighbourWeights weights = WeightsOfArtist0(listening);
  weights.are_withheld = true;
  const Reach reach(listening, weights);
  const std::vector<Reached> reached = AllReached(reach, 0);
  // Of the four artists 5 and 7 have heard three, 1, 3 and 6 two, 2 and 4 one, and 0 none.
  ASSERT_THAT(reached, SizeIs(7));
  EXPECT_EQ(reached[0].listener, 5);
  EXPECT_DOUBLE_EQ(reached[0].score, 0.75);
  EXPECT_EQ(reached[0].because, nullptr);
  EXPECT_EQ(reach.Reason(0, reached[0]), "");
  EXPECT_EQ(reached[6].listener, 4);
  EXPECT_DOUBLE_EQ(reached[6].score, 0.25);
}

TEST(Reach, HasTheBestAlone) {
  const Listening listening = RandomListening(7);
  const NeighbourWeights weights = MakeWeights(listening);
  const Reach reach(listening, weights);
  Reach::Scratch scratch = reach.MakeScratch();
  const std::vector<Reached> all = AllReached(reach, 1);
  const std::vector<Reached> best = reach.Of(1, 5, &scratch);
  ASSERT_GT(all.size(), 5);
  ASSERT_THAT(best, SizeIs(5));
  for (size_t i = 0; i < best.size(); ++i) EXPECT_EQ(best[i].listener, all[i].listener);
}

RC_GTEST_PROP(Reach, IsTheSumForEachListener, ()) {
  const Listening listening = RandomListening(*rc::gen::arbitrary<uint64_t>());
  const NeighbourWeights weights = MakeWeights(listening);
  const Reach reach(listening, weights);
  for (uint32_t artist = 0; artist < listening.catalog.artists.size(); ++artist) {
    std::map<size_t, double> expected;
    for (const Neighbour& neighbour : weights.of[artist]) {
      for (const size_t listener : WhoHeard(listening.artists, neighbour.artist))
        expected[listener] += neighbour.weight;
    }
    std::erase_if(expected, [](const auto& one) { return one.second < 5e-7; });
    const std::vector<Reached> reached = AllReached(reach, artist);
    RC_ASSERT(reached.size() == expected.size());
    for (size_t i = 0; i < reached.size(); ++i) {
      RC_ASSERT(std::abs(reached[i].score - expected[reached[i].listener]) < 1e-6);
    }
    const bool is_sorted =
        std::is_sorted(reached.begin(), reached.end(), [](const Reached& left, const Reached& right) {
          return left.score != right.score ? left.score > right.score : left.listener < right.listener;
        });
    RC_ASSERT(is_sorted);
  }
}

using Key = std::array<std::string, 3>;

std::map<Key, std::vector<Row>> BySegment(const std::vector<Row>& rows) {
  std::map<Key, std::vector<Row>> segments;
  for (const Row& row : rows) segments[{row[1], row[2], row[3]}].push_back(row);
  return segments;
}

// Of 240 listeners half have heard artist 2.
Listening TwoHundredAndForty() {
  Listening listening = ByBits(240);
  for (size_t i = 0; i < listening.listeners.size(); ++i) {
    listening.listeners[i].level = i < 120 ? "free" : "paid";
    listening.listeners[i].gender = i % 2 == 0 ? "F" : "M";
    listening.listeners[i].region = i < 40 ? "" : i < 80 ? "NY" : "CA";
  }
  return listening;
}

NeighbourWeights OnlyArtist2(const Listening& listening) {
  NeighbourWeights weights = WeightsOfArtist0(listening);
  weights.of[0] = {{2, 30, 0.5F, 0.5F}};
  return weights;
}

TEST(Audience, HasEachLevelGenderAndRegionAndAnyOfThem) {
  const Listening listening = TwoHundredAndForty();
  const NeighbourWeights weights = OnlyArtist2(listening);
  const std::map<Key, std::vector<Row>> segments = BySegment(RowsOf(AllLines(AudienceLines(listening, weights))));
  // Half of the 240 have heard artist 2. Of a region without a name, and of fewer than 25 people, there is none.
  const std::map<Key, size_t> expected = {
      {{"any", "any", "any"}, 120}, {{"free", "any", "any"}, 60}, {{"paid", "any", "any"}, 60},
      {{"any", "F", "any"}, 60},    {{"any", "M", "any"}, 60},    {{"any", "any", "CA"}, 80},
      {{"free", "F", "any"}, 30},   {{"free", "M", "any"}, 30},   {{"paid", "F", "any"}, 30},
      {{"paid", "M", "any"}, 30},   {{"any", "F", "CA"}, 40},     {{"any", "M", "CA"}, 40},
      {{"paid", "any", "CA"}, 60},  {{"paid", "F", "CA"}, 30},    {{"paid", "M", "CA"}, 30},
  };
  for (const auto& [key, size] : expected) EXPECT_EQ(segments.at(key).size(), size) << key[0] << key[1] << key[2];
  EXPECT_EQ(segments.size(), expected.size());
  EXPECT_THAT(segments.at({"paid", "F", "CA"})[0],
              ElementsAre("A00", "paid", "F", "CA", "1", "1230", "0.500000", "no", "A02",
                          "they have played A02, as 30 of the 60 listeners of A00"));
}

TEST(Audience, HasNoMoreThanItsLimits) {
  const Listening listening = TwoHundredAndForty();
  const NeighbourWeights weights = OnlyArtist2(listening);
  const auto segments =
      BySegment(RowsOf(AllLines(AudienceLines(listening, weights, {.artists_max = 9, .people_max = 35}))));
  EXPECT_THAT(segments.at({"any", "any", "any"}), SizeIs(35));
  EXPECT_THAT(segments.at({"paid", "any", "CA"}), SizeIs(35));
  EXPECT_THAT(segments.at({"paid", "F", "CA"}), SizeIs(30));
  const auto of_some = BySegment(RowsOf(AllLines(AudienceLines(listening, weights, {.reached_max = 50}))));
  EXPECT_THAT(of_some.at({"any", "any", "any"}), SizeIs(50));
  EXPECT_THAT(of_some.at({"free", "F", "any"}), SizeIs(25));
  // Artist 0 is the least heard.
  EXPECT_THAT(AllLines(AudienceLines(listening, weights, {.artists_max = 3})), IsEmpty());
}

TEST(Audience, IsOfArtistsWithEnoughListeners) {
  const Listening listening = TwoHundredAndForty();
  NeighbourWeights weights = OnlyArtist2(listening);
  weights.listeners[0] = 24;
  EXPECT_THAT(AllLines(AudienceLines(listening, weights)), IsEmpty());
  weights.listeners[0] = 25;
  EXPECT_FALSE(AllLines(AudienceLines(listening, weights)).empty());
}

TEST(Audience, IsTheSameWithAnyScratch) {
  const Listening listening = RandomListening(5, 200);
  const NeighbourWeights weights = MakeWeights(listening);
  const AudienceLines lines(listening, weights);
  EXPECT_FALSE(AllLines(lines).empty());
  EXPECT_EQ(AllLines(lines, 1), AllLines(lines));
  EXPECT_EQ(AllLines(lines, 5), AllLines(lines));
}

// What is said to who asks in vain (plays/taste_datasets.h).
TEST(Floors, AreThoseThatTheDatasetsName) {
  const std::string audience = Audience().none_because;
  EXPECT_THAT(audience, HasSubstr(fmt::format("fewer than {} listeners", kAudienceMin)));
  EXPECT_THAT(audience, HasSubstr("1,000"));
  EXPECT_EQ(AudienceLimits().artists_max, 1000);
  for (const Dataset* similar : {&SimilarArtists(), &SimilarSongs()}) {
    EXPECT_THAT(similar->none_because, HasSubstr(fmt::format("fewer than {} listeners", kItemListenersMin)));
    EXPECT_THAT(similar->none_because, HasSubstr(fmt::format("fewer than {} in common", kPairListenersMin)));
  }
}

}  // namespace
}  // namespace earshot
