// What the tables of every store do when they are read: the suite of TableReader, filled through the TableSink.
#pragma once

#include <thread>

#include "stores/conformance_fixture.h"
#include "stores/conformance_sink.h"

namespace earshot {

TEST_P(TableConformance, AnswersFromOnePartitionInClusteringOrder) {
  const Table table = BuiltinTable("session_songs");
  const std::vector<Play> wanted = {PlayOf({.item = "2", .song = "second"}), PlayOf({.item = "10", .song = "third"}),
                                    PlayOf({.item = "-1", .song = "first"})};
  std::vector<Play> all = wanted;
  all.push_back(PlayOf({.session_id = "2"}));
  all.push_back(PlayOf({.user_id = "11"}));
  CreateAndFill(table, Sorted(table, all));

  std::string given;
  AppendBigintCell(10, &given);
  AppendBigintCell(1, &given);
  EXPECT_EQ(ReadAll(reader_->Answer(table, given, {})).value(), Sorted(table, wanted));

  std::string unknown;
  AppendBigintCell(10, &unknown);
  AppendBigintCell(3, &unknown);
  EXPECT_TRUE(ReadAll(reader_->Answer(table, unknown, {}))->empty());
}

TEST_P(TableConformance, AnswersWithGivenClusteringColumnsAndWithText) {
  const Table by_place = BuiltinTable("song_at");
  CreateAndFill(by_place, Sorted(by_place, DifficultPlays()));
  std::string place;
  AppendBigintCell(3, &place);
  AppendIntCell(6, &place);
  EXPECT_EQ(ReadAll(reader_->Answer(by_place, place, {})).value(),
            Sorted(by_place, {PlayOf({.session_id = "3", .item = "6", .song = "aa", .length = "495.3073"})}));

  const Table by_song = BuiltinTable("song_listeners");
  CreateAndFill(by_song, Sorted(by_song, {PlayOf({.song = "O'Hara"}), PlayOf({.song = "o'hara"})}));
  std::string song;
  AppendTextCell("O'Hara", &song);
  EXPECT_EQ(ReadAll(reader_->Answer(by_song, song, {})).value(), Sorted(by_song, {PlayOf({.song = "O'Hara"})}));
}

TEST_P(TableConformance, ScansRangesThatAreCutAtRangeBounds) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const std::vector<std::string> rows = Sorted(table, DifficultPlays());
    CreateAndFill(table, rows);
    std::vector<std::string> cuts;
    for (const std::string& row : rows) {
      const std::string sort_key = SortKeyOf(table, row);
      cuts.emplace_back(sink_->Order().RangeBound(table, sort_key));
      ASSERT_TRUE(!cuts.back().empty() && sort_key.starts_with(cuts.back())) << name;
    }
    const std::vector<KeyRange> ranges = SplitAt(cuts);
    EXPECT_GT(ranges.size(), 4U);
    EXPECT_EQ(Scan(table, ranges), rows) << name;
    // Nothing is before the first row, and each range begins with a row of its own.
    EXPECT_TRUE(Scan(table, {ranges.front()}).empty());
    for (size_t i = 1; i < ranges.size(); ++i) EXPECT_FALSE(Scan(table, {ranges[i]}).empty()) << name;
  }
}

TEST_P(TableConformance, IsReadByManyThreadsWhileItIsWritten) {
  constexpr int kRounds = 10;
  const Table table = BuiltinTable("session_songs");
  const std::vector<std::string> sessions = {"1", "2", "3", "4", "5", "6", "7", "8"};
  std::vector<Play> plays;
  for (const std::string& session : sessions) plays.push_back(PlayOf({.session_id = session}));
  const std::vector<std::string> rows = Sorted(table, plays);
  CreateAndFill(table, rows);

  const std::vector<KeyRange> ranges = sink_->WriteRanges(2);

  std::vector<std::thread> threads;
  for (const std::string& row : rows) {
    threads.emplace_back([&] {
      std::string given;
      CellReader cells(row);
      for (int i = 0; i < 2; ++i) AppendBigintCell(BigintOf(cells.Next()), &given);
      for (int round = 0; round < kRounds; ++round) {
        EXPECT_EQ(ReadAll(reader_->Answer(table, given, {})).value(), std::vector<std::string>{row});
        EXPECT_EQ(Scan(table, ranges), rows);
        EXPECT_EQ(reader_->State(table)->rows, rows.size());
      }
    });
  }
  const Table other = BuiltinTable("song_at");
  CreateAndFill(other, Sorted(other, plays));
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(reader_->State(other)->rows, plays.size());
}

}  // namespace earshot
