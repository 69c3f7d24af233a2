#include "taste/similar_songs.h"

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

std::vector<Row> RowsOfSongs(const Listening& listening) { return RowsOf(AllLines(SimilarSongLines(listening))); }

// Five have heard songs 0 and 2, four of them song 1 as well, which three others have heard besides.
TEST(SimilarSongs, IsTheCosineOfTheirListeners) {
  const SongPlays both = {{0, 1}, {1, 9}, {2, 1}};
  const Listening listening =
      MakeListening(1, 3, {both, both, both, both, {{0, 1}, {2, 1}}, {{1, 1}}, {{1, 1}}, {{1, 1}}});
  const std::vector<Row> rows = RowsOfSongs(listening);
  ASSERT_EQ(rows.size(), 6);
  EXPECT_THAT(rows[0], ElementsAre("A00", "A00 song 0", "1", "A00", "A00 song 2", "1.000000", "5", "5",
                                   "5 of the 5 listeners of A00 song 0 by A00 also played A00 song 2 by A00"));
  // 4 / sqrt(5 * 7)
  EXPECT_THAT(rows[1], ElementsAre("A00", "A00 song 0", "2", "A00", "A00 song 1", "0.676123", "4", "7",
                                   "4 of the 5 listeners of A00 song 0 by A00 also played A00 song 1 by A00"));
  // Songs 0 and 2 are as near to song 1.
  EXPECT_EQ(rows[2][4], "A00 song 0");
  EXPECT_EQ(rows[3][4], "A00 song 2");
}

TEST(SimilarSongs, LeavesOutWhereTooFewHaveHeard) {
  const SongPlays all = {{0, 1}, {1, 1}};
  // Four listeners of one, five of the other.
  EXPECT_THAT(RowsOfSongs(MakeListening(1, 2, {all, all, all, all, {{0, 1}}})), IsEmpty());
  // Two have heard both.
  EXPECT_THAT(RowsOfSongs(MakeListening(1, 2, {all, all, {{0, 1}}, {{0, 1}}, {{0, 1}}, {{1, 1}}, {{1, 1}}, {{1, 1}}})),
              IsEmpty());
}

TEST(SimilarSongs, CountsTheMostPlayedOfAListener) {
  SongPlays many;
  for (uint32_t song = 0; song < kCountedSongsMax; ++song) many[song] = 2;
  many[kCountedSongsMax] = 1;
  many[kCountedSongsMax + 1] = 2;
  const Listening listening = MakeListening(1, kCountedSongsMax + 2, std::vector<SongPlays>(5, many));
  const SimilarSongLines lines(listening);
  SparseSums<uint32_t> scratch = lines.MakeScratch();
  CsvRows rows;
  for (size_t song = kCountedSongsMax - 1; song < kCountedSongsMax + 2; ++song) lines.Append(song, &scratch, &rows);
  // Of the songs played twice the last one is one too many, as the one that was played once.
  for (const Row& row : RowsOf(rows.text())) EXPECT_EQ(row[1], fmt::format("A00 song {}", kCountedSongsMax - 1));
  EXPECT_EQ(rows.count(), kSimilarSongsMax);
}

// As text, so that ties are ties.
std::vector<Row> NaiveRows(const Listening& listening) {
  std::vector<Row> rows;
  const std::vector<Song>& songs = listening.catalog.songs;
  for (uint32_t song = 0; song < songs.size(); ++song) {
    const std::set<size_t> who = WhoHeard(listening.songs, song);
    std::vector<std::pair<double, uint32_t>> others;
    for (uint32_t other = 0; other < songs.size(); ++other) {
      const std::set<size_t> who_else = WhoHeard(listening.songs, other);
      const uint32_t both = CountBoth(who, who_else);
      if (other == song || who.size() < 5 || who_else.size() < 5 || both < 3) continue;
      others.emplace_back(
          -double{1} * both / std::sqrt(static_cast<double>(who.size()) * static_cast<double>(who_else.size())), other);
    }
    std::sort(others.begin(), others.end());
    for (size_t i = 0; i < std::min<size_t>(20, others.size()); ++i) {
      rows.push_back({songs[song].title, fmt::to_string(i + 1), songs[others[i].second].title,
                      fmt::format("{:.6f}", -others[i].first)});
    }
  }
  return rows;
}

RC_GTEST_PROP(SimilarSongs, IsWhatComparingAllPairsSays, ()) {
  const Listening listening = RandomListening(*rc::gen::arbitrary<uint64_t>());
  std::vector<Row> rows;
  for (const Row& row : RowsOfSongs(listening)) rows.push_back({row[1], row[2], row[4], row[5]});
  RC_ASSERT(rows == NaiveRows(listening));
}

TEST(SimilarSongs, IsTheSameWithAnyScratch) {
  const Listening listening = RandomListening(2);
  const SimilarSongLines lines(listening);
  EXPECT_FALSE(AllLines(lines).empty());
  EXPECT_EQ(AllLines(lines, 1), AllLines(lines));
  EXPECT_EQ(AllLines(lines, 7), AllLines(lines));
}

}  // namespace
}  // namespace earshot
