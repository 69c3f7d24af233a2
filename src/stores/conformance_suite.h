// What every store must do: one and the same suite for each. A store's test program includes this header in one file
// and instantiates it with a way to open an empty store:
//
//   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, ::testing::Values(StoreUnderTest{"sqlite", OpenEmptyStore}));
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rows/row.h"
#include "rows/sorted_rows.h"
#include "rows/test_tables.h"
#include "stores/store.h"

namespace earshot {

struct StoreUnderTest {
  std::string name;
  // Opens the same store again and again; at the first call of each test it is empty.
  std::function<StatusOr<std::unique_ptr<Store>>()> open;
};

inline std::ostream& operator<<(std::ostream& out, const StoreUnderTest& store) { return out << store.name; }

class StoreConformance : public ::testing::TestWithParam<StoreUnderTest> {
 protected:
  void SetUp() override {
    StatusOr<std::unique_ptr<Store>> opened = GetParam().open();
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = std::move(opened).value();
  }

  // The rows of `plays` in the store's order.
  std::vector<std::string> Sorted(const Table& table, const std::vector<Play>& plays) {
    PlaySorter sorter(table, store_->Order(), kSortMemoryMin);
    for (const Play& play : plays) EXPECT_TRUE(sorter.Add(play).ok());
    const std::unique_ptr<SortedRows> sorted = sorter.Finish().value();
    const std::unique_ptr<SortedCursor> cursor = sorted->Open("", "").value();
    std::vector<std::string> rows;
    SortedRow row;
    while (cursor->Next(&row).value()) rows.emplace_back(row.row);
    return rows;
  }

  std::string SortKeyOf(const Table& table, const std::string& row) {
    std::string sort_key;
    store_->Order().AppendSortKey(table, row, &sort_key);
    return sort_key;
  }

  static Status WaitForOne(TableWriter& writer) {
    ASSIGN_OR_RETURN(const std::vector<Completion> completions, writer.Wait());
    for (const Completion& completion : completions) RETURN_IF_ERROR(completion.status);
    return completions.empty() ? SystemError("nothing was completed") : absl::OkStatus();
  }

  static WriteTime Now() { return std::chrono::system_clock::now(); }

  // Writes each row in a batch of its own.
  Status WriteRows(const Table& table, const std::vector<std::string>& rows) {
    ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, store_->Write(table, Now()));
    for (size_t i = 0; i < rows.size(); ++i) {
      RETURN_IF_ERROR(writer->Submit({i, rows[i], {static_cast<uint32_t>(rows[i].size())}}));
      RETURN_IF_ERROR(WaitForOne(*writer));
    }
    return writer->Finish();
  }

  static StatusOr<std::vector<std::string>> ReadAll(StatusOr<std::unique_ptr<RowCursor>> cursor) {
    RETURN_IF_ERROR(cursor.status());
    std::vector<std::string> rows;
    std::string_view row;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, (*cursor)->Next(&row));
      if (!more) return rows;
      rows.emplace_back(row);
    }
  }

  // The whole table, cut into `ranges` ranges.
  std::vector<std::string> Scan(const Table& table, size_t ranges) { return Scan(table, store_->WriteRanges(ranges)); }

  std::vector<std::string> Scan(const Table& table, const std::vector<KeyRange>& ranges) {
    std::vector<std::string> rows;
    for (const KeyRange& range : ranges) {
      const StatusOr<std::vector<std::string>> part = ReadAll(store_->Scan(table, range));
      EXPECT_TRUE(part.ok()) << part.status();
      if (part.ok()) rows.insert(rows.end(), part->begin(), part->end());
    }
    return rows;
  }

  void CreateAndFill(const Table& table, const std::vector<std::string>& rows) {
    const Status created = store_->Create(table);
    ASSERT_TRUE(created.ok()) << created;
    const Status written = WriteRows(table, rows);
    ASSERT_TRUE(written.ok()) << written;
  }

  std::unique_ptr<Store> store_;
};

// Plays whose values are hard on an encoding: empty and long texts, quotes, every kind of UTF-8, extreme numbers. No
// song is empty, as Cassandra takes no empty text as a whole partition key.
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

TEST_P(StoreConformance, HasNoTableBeforeCreateAndAnEmptyOneAfter) {
  const Table table = BuiltinTable("song_at");
  EXPECT_FALSE(store_->State(table)->exists);
  EXPECT_THAT(MessageOf(store_->Scan(table, store_->WriteRanges(1).front()).status()), ::testing::HasSubstr("song_at"));
  EXPECT_FALSE(store_->Write(table, Now()).ok());
  ASSERT_TRUE(store_->Create(table).ok());
  EXPECT_TRUE(store_->Create(table).ok());
  EXPECT_TRUE(store_->State(table)->exists);
  EXPECT_EQ(store_->State(table)->rows, 0U);
  EXPECT_TRUE(Scan(table, 3).empty());
}

TEST_P(StoreConformance, GivesBackEveryRowInItsOrderByteForByte) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const std::vector<std::string> rows = Sorted(table, DifficultPlays());
    CreateAndFill(table, rows);
    EXPECT_EQ(Scan(table, 1), rows) << name;
    EXPECT_EQ(Scan(table, 7), rows) << name;
    EXPECT_EQ(store_->State(table)->rows, rows.size()) << name;
  }
}

TEST_P(StoreConformance, KeepsItsRowsWhenOpenedAgain) {
  const Table table = BuiltinTable("song_at");
  const std::vector<std::string> rows = Sorted(table, DifficultPlays());
  CreateAndFill(table, rows);
  store_.reset();
  store_ = GetParam().open().value();
  EXPECT_EQ(Scan(table, 2), rows);
}

TEST_P(StoreConformance, ReplacesARowOfTheSameKey) {
  const Table table = BuiltinTable("song_at");
  CreateAndFill(table, Sorted(table, {PlayOf({.song = "old"}), PlayOf({.item = "1", .song = "stays"})}));
  ASSERT_TRUE(WriteRows(table, Sorted(table, {PlayOf({.song = ""})})).ok());
  EXPECT_EQ(Scan(table, 1), Sorted(table, {PlayOf({.song = ""}), PlayOf({.item = "1", .song = "stays"})}));
}

TEST_P(StoreConformance, WritesBatchesOfManyRows) {
  const Table table = BuiltinTable("session_songs");
  std::vector<std::string> items;
  for (int i = 0; i < 5000; ++i) items.push_back(std::to_string(i));
  std::vector<Play> plays;
  for (const std::string& item : items) plays.push_back(PlayOf({.session_id = "5", .item = item}));
  const std::vector<std::string> rows = Sorted(table, plays);

  ASSERT_TRUE(store_->Create(table).ok());
  std::unique_ptr<TableWriter> writer = store_->Write(table, Now()).value();
  const WriteLimits limits = writer->limits();
  RowBatch batch;
  for (const std::string& row : rows) {
    batch.cells += row;
    batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
    if (batch.row_ends.size() < limits.batch_rows_max && batch.cells.size() + row.size() <= limits.batch_bytes_max &&
        batch.row_ends.size() < 40) {
      continue;
    }
    ASSERT_TRUE(writer->Submit(batch).ok());
    ASSERT_TRUE(WaitForOne(*writer).ok());
    batch = {batch.id + 1, "", {}};
  }
  if (!batch.row_ends.empty()) {
    ASSERT_TRUE(writer->Submit(batch).ok());
    ASSERT_TRUE(WaitForOne(*writer).ok());
  }
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(Scan(table, 1), rows);
}

TEST_P(StoreConformance, AnswersFromOnePartitionInClusteringOrder) {
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
  EXPECT_EQ(ReadAll(store_->Answer(table, given)).value(), Sorted(table, wanted));

  std::string unknown;
  AppendBigintCell(10, &unknown);
  AppendBigintCell(3, &unknown);
  EXPECT_TRUE(ReadAll(store_->Answer(table, unknown))->empty());
}

TEST_P(StoreConformance, AnswersWithGivenClusteringColumnsAndWithText) {
  const Table by_place = BuiltinTable("song_at");
  CreateAndFill(by_place, Sorted(by_place, DifficultPlays()));
  std::string place;
  AppendBigintCell(3, &place);
  AppendIntCell(6, &place);
  EXPECT_EQ(ReadAll(store_->Answer(by_place, place)).value(),
            Sorted(by_place, {PlayOf({.session_id = "3", .item = "6", .song = "aa", .length = "495.3073"})}));

  const Table by_song = BuiltinTable("song_listeners");
  CreateAndFill(by_song, Sorted(by_song, {PlayOf({.song = "O'Hara"}), PlayOf({.song = "o'hara"})}));
  std::string song;
  AppendTextCell("O'Hara", &song);
  EXPECT_EQ(ReadAll(store_->Answer(by_song, song)).value(), Sorted(by_song, {PlayOf({.song = "O'Hara"})}));
}

TEST_P(StoreConformance, KeepsADescendingOrder) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='latest'\nasks='?'\ngiven=['user_id']\norder=['session_id desc', 'song']\nanswer=['length']");
  const std::vector<std::string> rows =
      Sorted(table, {PlayOf({.session_id = "1"}), PlayOf({.session_id = "3", .song = "b"}),
                     PlayOf({.session_id = "3", .song = "a"}), PlayOf({.session_id = "2"})});
  CreateAndFill(table, rows);
  EXPECT_EQ(Scan(table, 1), rows);
  std::string user;
  AppendBigintCell(10, &user);
  EXPECT_EQ(ReadAll(store_->Answer(table, user)).value(), rows);
}

TEST_P(StoreConformance, KeepsDoublesInOrderAsPartOfAKey) {
  const Table table =
      TableOfQuestion("[[question]]\nname='by_length'\nasks='?'\ngiven=['user_id']\norder=['length']\nanswer=['song']");
  std::vector<Play> plays;
  for (const char* length : {"0", "-1.5", "1e300", "2.5", "-1e300", "5e-324"})
    plays.push_back(PlayOf({.length = length}));
  const std::vector<std::string> rows = Sorted(table, plays);
  CreateAndFill(table, rows);
  EXPECT_EQ(Scan(table, 1), rows);
}

TEST_P(StoreConformance, RefusesATableOfAnotherSchemaAndLeavesIt) {
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
    const Status status = store_->Create(table(other));
    EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("plays")) << other;
    EXPECT_FALSE(store_->Write(table(other), Now()).ok()) << other;
    const StatusOr<TableState> state = store_->State(table(other));
    ASSERT_TRUE(state.ok()) << other << ": " << state.status();
    EXPECT_TRUE(state->exists && state->has_other_schema) << other;
    const Status refused = store_->Drop(table(other));
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition) << other;
    EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("left as it is")) << other;
  }
  EXPECT_FALSE(store_->State(first)->has_other_schema);
  EXPECT_EQ(Scan(first, 1), rows);
}

TEST_P(StoreConformance, DropRemovesOnlyItsTable) {
  const Table dropped = BuiltinTable("song_at");
  const Table kept = BuiltinTable("session_songs");
  CreateAndFill(dropped, Sorted(dropped, {PlayOf({})}));
  CreateAndFill(kept, Sorted(kept, {PlayOf({})}));
  ASSERT_TRUE(store_->Drop(dropped).ok());
  EXPECT_TRUE(store_->Drop(dropped).ok());
  EXPECT_FALSE(store_->State(dropped)->exists);
  EXPECT_EQ(Scan(kept, 1).size(), 1U);
  CreateAndFill(dropped, {});
  EXPECT_TRUE(Scan(dropped, 1).empty());
}

TEST_P(StoreConformance, DropsThePlaceOnlyWhenNoTableIsLeft) {
  EXPECT_TRUE(store_->DropKeyspace({}).ok());
  const Table table = BuiltinTable("song_at");
  CreateAndFill(table, Sorted(table, {PlayOf({})}));
  EXPECT_THAT(MessageOf(store_->DropKeyspace({})), ::testing::HasSubstr("still holds table song_at"));
  EXPECT_EQ(Scan(table, 1).size(), 1U);
  ASSERT_TRUE(store_->Drop(table).ok());
  EXPECT_TRUE(store_->DropKeyspace({}).ok());
  CreateAndFill(table, {});
}

TEST_P(StoreConformance, RangesCoverTheKeySpaceWithoutGaps) {
  for (const size_t count : {size_t{1}, size_t{2}, size_t{16}}) {
    const std::vector<KeyRange> ranges = store_->WriteRanges(count);
    ASSERT_FALSE(ranges.empty());
    EXPECT_LE(ranges.size(), count);
    EXPECT_EQ(ranges.front().begin, "");
    EXPECT_EQ(ranges.back().end, "");
    for (size_t i = 1; i < ranges.size(); ++i) EXPECT_EQ(ranges[i].begin, ranges[i - 1].end);
  }
}

TEST_P(StoreConformance, ScansRangesThatAreCutAtRangeBounds) {
  for (const std::string name : {"song_at", "session_songs", "song_listeners"}) {
    const Table table = BuiltinTable(name);
    const std::vector<std::string> rows = Sorted(table, DifficultPlays());
    CreateAndFill(table, rows);
    std::vector<std::string> cuts;
    for (const std::string& row : rows) {
      const std::string sort_key = SortKeyOf(table, row);
      cuts.emplace_back(store_->Order().RangeBound(table, sort_key));
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

TEST_P(StoreConformance, NamesAndDescribesItself) {
  EXPECT_FALSE(store_->Name().empty());
  EXPECT_FALSE(store_->Describe()->empty());
}

}  // namespace earshot
