#include "taste/playlist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "taste/listening_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<Scored> EstimatesOf(const Listening& listening, const NeighbourWeights& weights, size_t listener) {
  const std::vector<std::vector<Favoured>> favoured = FavouredBy(weights);
  const ArtistEstimates estimates(listening, weights, favoured);
  ArtistEstimates::Scratch scratch = estimates.MakeScratch();
  return estimates.Of(listener, &scratch);
}

MadePlaylist Made(const Listening& listening, const NeighbourWeights& weights, const std::vector<uint32_t>& members,
                  size_t length = kPlaylistLength) {
  const std::vector<std::vector<Favoured>> favoured = FavouredBy(weights);
  const PlaylistMaker maker(listening, weights, favoured);
  PlaylistMaker::Scratch scratch = maker.MakeScratch();
  return maker.Make(members, length, &scratch);
}

std::string ReasonOf(const Listening& listening, const NeighbourWeights& weights, const PlaylistSong& song,
                     uint32_t member) {
  return PlaylistMaker(listening, weights, {}).Reason(song, member);
}

std::vector<Row> RowsOfPlaylists(const Listening& listening, const NeighbourWeights& weights, const Groups& groups) {
  const std::vector<std::vector<Favoured>> favoured = FavouredBy(weights);
  return RowsOf(AllLines(PlaylistLines(listening, weights, favoured, groups)));
}

TEST(ArtistEstimates, AreSharesOfPlaysAndOfWeights) {
  // Listener 10 has played artist 0 three times and artist 1 once.
  const Listening listening = MakeListening(4, 1, {{{0, 3}, {1, 1}}, {{2, 1}}});
  NeighbourWeights weights;
  weights.listeners = {5, 5, 5, 5};
  weights.of = {
      {{1, 3, 0, 0.5F}, {2, 3, 0, 8}}, {{0, 3, 0, -0.5F}}, {{0, 3, 0, 0.25F}, {1, 3, 0, 0.125F}}, {{2, 3, 0, 8}}};
  const std::vector<Scored> estimates = EstimatesOf(listening, weights, 0);
  ASSERT_THAT(estimates, SizeIs(3));
  EXPECT_EQ(estimates[0].number, 0);
  // The sums of weights are 0.5, -0.5 and 0.25 + 0.125: above zero 0.875 together.
  EXPECT_DOUBLE_EQ(estimates[0].score, 0.8 * 0.75 + 0.2 * 0.5 / 0.875);
  EXPECT_EQ(estimates[1].number, 1);
  EXPECT_DOUBLE_EQ(estimates[1].score, 0.8 * 0.25);
  EXPECT_EQ(estimates[2].number, 2);
  EXPECT_DOUBLE_EQ(estimates[2].score, 0.2 * 0.375 / 0.875);
}

// Six parts of ten are of the artist that six listeners of ten have heard.
TEST(ArtistEstimates, GoByPopularityWhereTheWeightsAreWithheld) {
  const Listening listening = MakeListening(3, 1, {{{1, 2}}, {{2, 1}}});
  NeighbourWeights weights;
  weights.listeners = {6, 3, 1};
  weights.of = {{{1, 3, 0, 8}}, {}, {}};
  weights.are_withheld = true;
  const std::vector<Scored> estimates = EstimatesOf(listening, weights, 0);
  ASSERT_THAT(estimates, SizeIs(3));
  EXPECT_DOUBLE_EQ(estimates[0].score, 0.2 * 0.6);
  EXPECT_DOUBLE_EQ(estimates[1].score, 0.8 + 0.2 * 0.3);
  EXPECT_DOUBLE_EQ(estimates[2].score, 0.2 * 0.1);
}

TEST(ArtistEstimates, GiveNothingToAnArtistThatTooFewHaveHeard) {
  const Listening listening = MakeListening(3, 1, {{{0, 2}}});
  NeighbourWeights weights;
  weights.listeners = {9, 4, 5};
  weights.of = {{}, {{0, 3, 0, 0.5F}}, {{0, 3, 0, 0.5F}}};
  const std::vector<Scored> estimates = EstimatesOf(listening, weights, 0);
  ASSERT_THAT(estimates, SizeIs(2));
  EXPECT_EQ(estimates[1].number, 2);
  EXPECT_DOUBLE_EQ(estimates[1].score, 0.2);
}

TEST(ArtistEstimates, AreTheLargest) {
  SongPlays plays;
  for (uint32_t artist = 0; artist < kEstimatesMax + 2; ++artist) plays[artist] = 2;
  plays[7] = 1;
  const Listening listening = MakeListening(kEstimatesMax + 2, 1, {plays});
  NeighbourWeights weights;
  weights.listeners.assign(kEstimatesMax + 2, 5);
  weights.of.resize(kEstimatesMax + 2);
  const std::vector<Scored> estimates = EstimatesOf(listening, weights, 0);
  ASSERT_THAT(estimates, SizeIs(kEstimatesMax));
  EXPECT_EQ(estimates[6].number, 6);
  EXPECT_EQ(estimates[7].number, 8);
  EXPECT_EQ(estimates.back().number, kEstimatesMax);
}

// Seven listeners, one without plays; the artists have no neighbours, so that a listener's estimates are their shares
// of plays.
Listening TwoTastes() {
  return MakeListening(3, 3,
                       {{{0, 6}, {3, 2}},
                        {{6, 1}},
                        {{0, 1}, {1, 1}, {3, 1}, {6, 1}},
                        {{0, 1}, {1, 1}, {3, 1}, {6, 1}},
                        {{0, 1}, {2, 1}, {3, 1}, {6, 1}},
                        {{0, 1}, {3, 1}, {6, 1}},
                        {}});
}

NeighbourWeights WithoutNeighbours(const Listening& listening) {
  NeighbourWeights weights = MakeWeights(listening);
  for (std::vector<Neighbour>& neighbours : weights.of) neighbours.clear();
  return weights;
}

TEST(Playlist, IsGreedyAndFair) {
  const Listening listening = TwoTastes();
  const NeighbourWeights weights = WithoutNeighbours(listening);
  const MadePlaylist playlist = Made(listening, weights, {0, 1}, 3);
  // To listener 10 song 0 is worth 0.75, song 3 0.25, and song 1, which two of the five of song 0 have heard, a quarter
  // of 0.75 * 2/5. Listener 20 has one song, worth 1 to them.
  const double best = 0.75 + 0.25 + 0.075;
  ASSERT_THAT(playlist.songs, SizeIs(3));
  EXPECT_EQ(playlist.songs[0].song, 6);
  EXPECT_EQ(playlist.songs[0].member, 1);
  EXPECT_DOUBLE_EQ(playlist.songs[0].share, 1);
  EXPECT_EQ(playlist.songs[1].song, 0);
  EXPECT_EQ(playlist.songs[1].member, 0);
  EXPECT_DOUBLE_EQ(playlist.songs[1].share, 0.75 / best);
  EXPECT_EQ(playlist.songs[2].song, 3);
  EXPECT_DOUBLE_EQ(playlist.songs[2].share, (0.75 + 0.25) / best);
  ASSERT_THAT(playlist.shares, SizeIs(2));
  EXPECT_DOUBLE_EQ(playlist.shares[0], (0.75 + 0.25) / best);
  EXPECT_DOUBLE_EQ(playlist.shares[1], 1);
}

TEST(Playlist, IsADataset) {
  const Listening listening = TwoTastes();
  const NeighbourWeights weights = WithoutNeighbours(listening);
  const std::vector<Row> rows = RowsOfPlaylists(listening, weights, {{0, 1}});
  // Song 2 is the third of its artist; the second songs of the others are heard by nobody.
  ASSERT_THAT(rows, SizeIs(4));
  EXPECT_THAT(rows[0], ElementsAre("10+20", "1", "A02", "A02 song 0", "20", "A02", "1.000000",
                                   "for 20, who played A02: 1 play"));
  EXPECT_THAT(rows[1], ElementsAre("10+20", "2", "A00", "A00 song 0", "10", "A00", "0.697674",
                                   "for 10, who played A00: 6 plays"));
  EXPECT_EQ(rows[3][3], "A00 song 1");
  EXPECT_EQ(rows[3][6], "1.000000");
}

TEST(Playlist, SaysWhatSpeaksForAnArtistThatTheyHaveNotHeard) {
  const Listening listening = TwoTastes();
  NeighbourWeights weights = WithoutNeighbours(listening);
  weights.of[2] = {{1, 4, 0.5F, 0.1F}, {0, 2, 0.5F, 9}};
  const auto of_artist_2 = [&]() -> PlaylistSong {
    for (const PlaylistSong& song : Made(listening, weights, {0, 6}).songs) {
      if (song.song == 6) return song;
    }
    return {};
  };
  // Artist 0 says more, and too few have heard both.
  EXPECT_EQ(of_artist_2().because, 1U);
  EXPECT_EQ(ReasonOf(listening, weights, of_artist_2(), 0), "for 10, who played A01: 2 plays");
  weights.of[2][0].listeners_both = 2;
  EXPECT_EQ(of_artist_2().because, std::nullopt);
  EXPECT_EQ(ReasonOf(listening, weights, of_artist_2(), 0), "for 10, liked by listeners of what they play");
}

TEST(Playlist, GivesNoReasonsWhereTheWeightsAreWithheld) {
  const Listening listening = TwoTastes();
  NeighbourWeights weights = WithoutNeighbours(listening);
  weights.are_withheld = true;
  const std::vector<Row> rows = RowsOfPlaylists(listening, weights, {{0, 1}});
  EXPECT_THAT(rows, SizeIs(4));
  for (const Row& row : rows) {
    EXPECT_EQ(row[5], "");
    EXPECT_EQ(row[7], "");
  }
}

TEST(Playlist, HasNoArtistWithFewListeners) {
  const Listening listening = TwoTastes();
  NeighbourWeights weights = WithoutNeighbours(listening);
  weights.listeners[0] = 4;
  for (const Row& row : RowsOfPlaylists(listening, weights, {{0, 1}})) EXPECT_NE(row[2], "A00");
}

TEST(Playlist, IsEmptyWhereNothingIsKnown) {
  const Listening listening = MakeListening(2, 1, {{{0, 1}}, {{0, 1}}});
  const NeighbourWeights weights = WithoutNeighbours(listening);
  const MadePlaylist playlist = Made(listening, weights, {0, 1});
  EXPECT_THAT(playlist.songs, IsEmpty());
  EXPECT_THAT(playlist.shares, ElementsAre(0, 0));
}

// A song with its worth to each member.
struct Worth {
  uint32_t song = 0;
  std::vector<double> worths;
};

std::vector<Worth> NaiveWorths(const Listening& listening, const NeighbourWeights& weights,
                               const std::vector<uint32_t>& members, size_t length) {
  std::vector<Worth> songs;
  for (uint32_t artist = 0; artist < weights.listeners.size(); ++artist) {
    if (weights.listeners[artist] < 5) continue;
    std::vector<std::pair<double, uint32_t>> best;
    for (uint32_t song = 0; song < listening.catalog.songs.size(); ++song) {
      if (listening.catalog.songs[song].artist != artist) continue;
      best.emplace_back(-static_cast<double>(WhoHeard(listening.songs, song).size()), song);
    }
    std::sort(best.begin(), best.end());
    for (size_t i = 0; i < std::min<size_t>(2, best.size()); ++i) {
      Worth worth{best[i].second, {}};
      for (const uint32_t member : members) {
        double estimate = 0;
        for (const Scored& one : EstimatesOf(listening, weights, member)) {
          if (one.number == artist) estimate = one.score;
        }
        worth.worths.push_back(estimate * (i == 0 ? 1 : 0.25 * (best[i].first / best[0].first)));
      }
      songs.push_back(worth);
    }
  }
  for (size_t i = 0; i < members.size(); ++i) {
    std::vector<double> own;
    for (const Worth& worth : songs) own.push_back(worth.worths[i]);
    std::sort(own.begin(), own.end(), std::greater<>());
    own.resize(std::min(own.size(), length));
    const double sum = std::accumulate(own.begin(), own.end(), 0.0);
    for (Worth& worth : songs) worth.worths[i] = sum > 0 ? worth.worths[i] / sum : 0;
  }
  return songs;
}

std::vector<uint32_t> NaiveGreedy(std::vector<Worth> songs, size_t members, size_t length) {
  std::vector<double> shares(members);
  std::vector<uint32_t> chosen;
  while (chosen.size() < length) {
    double best_gain = 0;
    size_t best = songs.size();
    for (size_t i = 0; i < songs.size(); ++i) {
      double gain = 0;
      for (size_t m = 0; m < members; ++m) gain += songs[i].worths[m] / (shares[m] + 0.05);
      if (gain > best_gain) {
        best_gain = gain;
        best = i;
      }
    }
    if (best == songs.size()) break;
    chosen.push_back(songs[best].song);
    for (size_t m = 0; m < members; ++m) shares[m] += songs[best].worths[m];
    songs.erase(songs.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return chosen;
}

RC_GTEST_PROP(Playlist, IsWhatLookingAtAllSongsChooses, ()) {
  const Listening listening = RandomListening(*rc::gen::arbitrary<uint64_t>(), 40);
  const NeighbourWeights weights = MakeWeights(listening);
  const size_t count = *rc::gen::inRange<size_t>(2, 5);
  const auto length = *rc::gen::inRange<size_t>(1, 30);
  std::vector<uint32_t> members(count);
  std::iota(members.begin(), members.end(), *rc::gen::inRange<uint32_t>(0, 30));
  std::vector<uint32_t> songs;
  for (const PlaylistSong& song : Made(listening, weights, members, length).songs) songs.push_back(song.song);
  RC_ASSERT(songs == NaiveGreedy(NaiveWorths(listening, weights, members, length), count, length));
}

TEST(Playlist, IsTheSameWithAnyScratch) {
  const Listening listening = RandomListening(6);
  const NeighbourWeights weights = MakeWeights(listening);
  const std::vector<std::vector<Favoured>> favoured = FavouredBy(weights);
  const PlaylistLines lines(listening, weights, favoured, {{0, 1}, {0, 1, 2}, {3, 4}, {5, 6, 7, 8}});
  EXPECT_FALSE(AllLines(lines).empty());
  EXPECT_EQ(AllLines(lines, 1), AllLines(lines));
  EXPECT_EQ(AllLines(lines, 3), AllLines(lines));
}

}  // namespace
}  // namespace earshot
