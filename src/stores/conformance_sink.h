// What the tables of every store do when they are written: the suite of TableSink, checked with the TableReader.
// For tests on one thread.
#pragma once

#include "stores/conformance_fixture.h"

namespace earshot {

// Plays whose values are difficult for an encoding: empty and long texts, quotes, every kind of UTF-8, extreme numbers.
// No song is empty: Cassandra does not accept an empty text as the whole partition key.
inline std::vector<Play> DifficultPlays() {
  static const std::string long_text(60'000, 'x');
  return {
      PlayOf({.session_id = "0", .item = "0", .user_id = "0", .artist = "", .song = " ", .first_name = ""}),
      PlayOf({.session_id = "1", .item = "2147483647", .song = "it's \"quoted\"; DROP TABLE song_at; --"}),
      PlayOf({.session_id = "9223372036854775807", .item = "1", .user_id = "9223372036854775807", .song = "ünï"}),
      PlayOf({.session_id = "2", .item = "-2147483648", .user_id = "-9223372036854775808", .song = "音楽"}),
      PlayOf({.session_id = "-1", .item = "3", .user_id = "-1", .song = "🎵", .length = "0.1"}),
      PlayOf({.session_id = "3", .item = "4", .artist = long_text, .song = "line\nbreak\r\n\ttab", .length = "1e300"}),
      PlayOf({.session_id = "3", .item = "5", .song = "Aa", .length = "-0.0"}),
      PlayOf({.session_id = "3", .item = "6", .song = "aa", .length = "495.3073"}),
      PlayOf({.session_id = "3", .item = "7", .song = "a", .length = "5e-324"}),
  };
}

TEST_P(TableConformance, HasNoTableBeforeCreateAndAnEmptyOneAfter) {
  const Table table = BuiltinTable("song_at");
  EXPECT_FALSE(reader_->State(table)->exists);
  EXPECT_THAT(MessageOf(reader_->Scan(table, sink_->WriteRanges(1).front()).status()), ::testing::HasSubstr("song_at"));
  EXPECT_FALSE(sink_->Write(table, Now()).ok());
  ASSERT_TRUE(sink_->Create(table).ok());
  EXPECT_TRUE(sink_->Create(table).ok());
  EXPECT_TRUE(reader_->State(table)->exists);
  EXPECT_EQ(reader_->State(table)->rows, 0U);
  EXPECT_TRUE(Scan(table, 3).empty());
}

TEST_P(TableConformance, GivesBackEveryRowInItsOrderByteForByte) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const std::vector<std::string> rows = Sorted(table, DifficultPlays());
    CreateAndFill(table, rows);
    EXPECT_EQ(Scan(table, 1), rows) << name;
    EXPECT_EQ(Scan(table, 7), rows) << name;
    EXPECT_EQ(reader_->State(table)->rows, rows.size()) << name;
  }
}

TEST_P(TableConformance, KeepsItsRowsWhenOpenedAgain) {
  const Table table = BuiltinTable("song_at");
  const std::vector<std::string> rows = Sorted(table, DifficultPlays());
  CreateAndFill(table, rows);
  Open();
  EXPECT_EQ(Scan(table, 2), rows);
}

TEST_P(TableConformance, RemovesRows) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    std::vector<std::string> rows = Sorted(table, DifficultPlays());
    CreateAndFill(table, rows);
    std::vector<std::string> removed;
    for (size_t i = 0; i < rows.size(); i += 2) removed.push_back(rows[i]);
    ASSERT_TRUE(RemoveRows(table, removed).ok());
    std::erase_if(rows, [&](const std::string& row) { return std::ranges::count(removed, row) > 0; });
    EXPECT_EQ(Scan(table, 3), rows) << name;
    // Those that are not there any more, again.
    ASSERT_TRUE(RemoveRows(table, removed).ok());
    EXPECT_EQ(Scan(table, 3), rows) << name;
    ASSERT_TRUE(WriteRows(table, removed).ok());
    EXPECT_EQ(Scan(table, 3), Sorted(table, DifficultPlays())) << name;
  }
}

TEST_P(TableConformance, ReplacesARowOfTheSameKey) {
  const Table table = BuiltinTable("song_at");
  CreateAndFill(table, Sorted(table, {PlayOf({.song = "old"}), PlayOf({.item = "1", .song = "stays"})}));
  ASSERT_TRUE(WriteRows(table, Sorted(table, {PlayOf({.song = ""})})).ok());
  EXPECT_EQ(Scan(table, 1), Sorted(table, {PlayOf({.song = ""}), PlayOf({.item = "1", .song = "stays"})}));
}

TEST_P(TableConformance, WritesBatchesOfManyRows) {
  const Table table = BuiltinTable("session_songs");
  std::vector<std::string> items;
  for (int i = 0; i < 5000; ++i) items.push_back(std::to_string(i));
  std::vector<Play> plays;
  for (const std::string& item : items) plays.push_back(PlayOf({.session_id = "5", .item = item}));
  const std::vector<std::string> rows = Sorted(table, plays);

  ASSERT_TRUE(sink_->Create(table).ok());
  std::unique_ptr<TableWriter> writer = sink_->Write(table, Now()).value();
  const WriteLimits limits = writer->limits();
  RowBatch batch;
  for (const std::string& row : rows) {
    Append(table, row, &batch);
    if (batch.row_ends.size() < limits.batch_rows_max && batch.cells.size() + row.size() <= limits.batch_bytes_max &&
        batch.row_ends.size() < 40) {
      continue;
    }
    ASSERT_TRUE(writer->Submit(batch).ok());
    ASSERT_TRUE(WaitForOne(*writer).ok());
    const uint64_t next_id = batch.id + 1;
    batch = {};
    batch.id = next_id;
  }
  if (!batch.row_ends.empty()) {
    ASSERT_TRUE(writer->Submit(batch).ok());
    ASSERT_TRUE(WaitForOne(*writer).ok());
  }
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(Scan(table, 1), rows);
}

TEST_P(TableConformance, KeepsADescendingOrder) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='latest'\nasks='?'\ngiven=['user_id']\norder=['session_id desc', 'song']\nanswer=['length']");
  const std::vector<std::string> rows =
      Sorted(table, {PlayOf({.session_id = "1"}), PlayOf({.session_id = "3", .song = "b"}),
                     PlayOf({.session_id = "3", .song = "a"}), PlayOf({.session_id = "2"})});
  CreateAndFill(table, rows);
  EXPECT_EQ(Scan(table, 1), rows);
  std::string user;
  AppendBigintCell(10, &user);
  EXPECT_EQ(ReadAll(reader_->Answer(table, user, {})).value(), rows);
}

TEST_P(TableConformance, KeepsDoublesInOrderAsPartOfAKey) {
  const Table table =
      TableOfQuestion("[[question]]\nname='by_length'\nasks='?'\ngiven=['user_id']\norder=['length']\nanswer=['song']");
  std::vector<Play> plays;
  for (const char* length : {"0", "-1.5", "1e300", "2.5", "-1e300", "5e-324"})
    plays.push_back(PlayOf({.length = length}));
  const std::vector<std::string> rows = Sorted(table, plays);
  CreateAndFill(table, rows);
  EXPECT_EQ(Scan(table, 1), rows);
}

TEST_P(TableConformance, RefusesATableWithADifferentSchemaAndLeavesIt) {
  const auto table = [](const std::string& rest) {
    return TableOfQuestion("[[question]]\nname='plays'\nasks='?'\n" + rest);
  };
  const Table first = table("given=['user_id']\norder=['session_id']\nanswer=['song']");
  const std::vector<std::string> rows = Sorted(first, {PlayOf({})});
  CreateAndFill(first, rows);
  for (const std::string other : {
           "given=['user_id']\norder=['session_id']\nanswer=['song', 'artist']",  // one column more
           "given=['user_id']\norder=['session_id']\nanswer=['artist']",          // another column
           "given=['user_id']\norder=['session_id desc']\nanswer=['song']",       // another order
           "given=['session_id', 'user_id']\nanswer=['song']",                    // another partition key
           "given=['user_id']\norder=['item_in_session']\nanswer=['song']",       // another clustering
       }) {
    const Status status = sink_->Create(table(other));
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << other;
    EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("table plays exists with a different schema")) << other;
    EXPECT_FALSE(sink_->Write(table(other), Now()).ok()) << other;
    const StatusOr<TableState> state = reader_->State(table(other));
    ASSERT_TRUE(state.ok()) << other << ": " << state.status();
    EXPECT_TRUE(state->exists && state->has_other_schema) << other;
  }
  EXPECT_FALSE(reader_->State(first)->has_other_schema);
  EXPECT_EQ(Scan(first, 1), rows);
}

TEST_P(TableConformance, RangesCoverTheKeySpaceWithoutGaps) {
  for (const size_t count : {size_t{1}, size_t{2}, size_t{16}}) {
    const std::vector<KeyRange> ranges = sink_->WriteRanges(count);
    ASSERT_FALSE(ranges.empty());
    EXPECT_LE(ranges.size(), count);
    EXPECT_EQ(ranges.front().begin, "");
    EXPECT_EQ(ranges.back().end, "");
    for (size_t i = 1; i < ranges.size(); ++i) EXPECT_EQ(ranges[i].begin, ranges[i - 1].end);
  }
}

TEST_P(TableConformance, GivesTheLeaseOfATableToOneLoadAtATime) {
  const std::vector<Table> tables = {BuiltinTable("song_at"), BuiltinTable("song_listeners")};
  const LoadOwner first = {"host-of-the-first", 7, Now()};
  StatusOr<std::unique_ptr<LoadLease>> lease = sink_->TakeLease(first, tables);
  ASSERT_TRUE(lease.ok()) << lease.status();
  EXPECT_LT(std::chrono::abs((*lease)->taken_at() - Now()), std::chrono::minutes(1));
  const StoreParts second = GetParam().open().value();
  const Status refused = second.sink->TakeLease(ThisLoad(), {tables.back()}).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("process 7 on host host-of-the-first"));
  lease->reset();
  EXPECT_TRUE(second.sink->TakeLease(ThisLoad(), tables).ok());
}

TEST_P(TableConformance, ShowsAllOfALoadsChangesOrNoneWhereItSaysSo) {
  const Table table = BuiltinTable("song_at");
  const std::vector<std::string> old_rows = Sorted(table, {PlayOf({.item = "1"})});
  const std::vector<std::string> new_rows = Sorted(table, {PlayOf({.item = "1"}), PlayOf({.item = "2"})});
  // The first changes fill an empty store.
  for (const std::vector<std::string>& rows : {old_rows, new_rows}) {
    for (const bool commits : {false, true}) {
      const StoreParts other = GetParam().open().value();
      const auto seen = [&] {
        return ReadAll(other.reader->Scan(table, KeyRange{})).value_or(std::vector<std::string>{});
      };
      const std::vector<std::string> before = seen();
      std::unique_ptr<Changes> changes = sink_->Begin().value();
      CreateAndFill(table, rows);
      if (changes->appear_at_once()) {
        EXPECT_EQ(seen(), before);
      }
      if (commits) {
        EXPECT_TRUE(changes->Commit().ok());
      }
      const bool is_kept = commits || !changes->appear_at_once();
      changes.reset();
      EXPECT_EQ(seen(), is_kept ? rows : before);
    }
  }
}

}  // namespace earshot
