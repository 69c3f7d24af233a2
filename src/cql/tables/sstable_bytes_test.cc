#include "cql/tables/sstable_bytes.h"

#include <gtest/gtest.h>

#include "cql/cells.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

uint64_t BytesOf(const Table& table, const std::vector<Play>& plays) {
  PartitionBytes bytes(table);
  bytes.Start(RowOf(table, plays.front()));
  for (const Play& play : plays) bytes.Add(RowOf(table, play));
  return bytes.bytes();
}

// 0016 0008 0000000000000001 00 0008 0000000000000001 00 | 7fffffff 8000000000000000 |
// 24 00 00000000 0c 24 00 | 08 01 61 | 08 01 66 | 0c | 08 01 73 | 01
TEST(PartitionBytes, AreThoseOfARowThatCassandraHasWritten) {
  const Table table = BuiltinTable("session_songs");
  Play play = PlayOf({.session_id = "1", .item = "0", .user_id = "1", .artist = "a", .song = "s", .first_name = "f"});
  play.fields[kLastNameColumn] = "";
  EXPECT_EQ(BytesOf(table, {play}), 56U);
}

// The second row begins 19 bytes after the first: 24 00 00000001 0c 13 00 | 08 01 61 | 08 01 66 | 0c | 08 01 73.
TEST(PartitionBytes, OfSeveralRowsHaveOneHeader) {
  const Table table = BuiltinTable("session_songs");
  std::vector<Play> plays;
  for (const char* item : {"0", "1", "2"}) {
    plays.push_back(
        PlayOf({.session_id = "1", .item = item, .user_id = "1", .artist = "a", .song = "s", .first_name = "f"}));
    plays.back().fields[kLastNameColumn] = "";
  }
  EXPECT_EQ(BytesOf(table, plays), 56U + 2 * 19U);
}

// The header has 36 bytes. A row has 24 00 item | size, 2 bytes | how far back | 00 | cells of 3 + 3 + 1 + 203 bytes;
// how far back takes one byte to the header, and two to a row of 220.
TEST(PartitionBytes, OfARowAfterALongOneHaveALongerWayBack) {
  const Table table = BuiltinTable("session_songs");
  const std::string song(200, 's');
  std::vector<Play> plays;
  for (const char* item : {"0", "1"}) {
    plays.push_back(
        PlayOf({.session_id = "1", .item = item, .user_id = "1", .artist = "a", .song = song, .first_name = "f"}));
    plays.back().fields[kLastNameColumn] = "";
  }
  EXPECT_EQ(BytesOf(table, plays), 36U + (6 + 2 + 1 + 1 + 210) + (6 + 2 + 2 + 1 + 210) + 1);
}

TEST(PartitionBytes, HaveLongerLengthsForLongerRows) {
  // 0001 s 7fffffff 8000000000000000 | 24 00 000000000000000a | size, 0f, 00 | 08 length text | 08 03 Lee | 01
  const Table table = BuiltinTable("song_listeners");
  const auto bytes = [&](size_t text) {
    return BytesOf(table, {PlayOf({.song = "s", .first_name = std::string(text, 'x')})});
  };
  const uint64_t fixed = 15 + 10 + 1 + 2 + 2 + 5 + 1;
  EXPECT_EQ(bytes(1), fixed + 1);
  EXPECT_EQ(bytes(118), fixed + 118);
  EXPECT_EQ(bytes(119), fixed + 119 + 1);  // a row of 128 bytes
  EXPECT_EQ(bytes(127), fixed + 127 + 1);
  EXPECT_EQ(bytes(128), fixed + 128 + 2);  // and a text
  EXPECT_EQ(bytes(0), fixed - 1);          // neither length nor text
}

TEST(PartitionBytes, OfARowWithoutClusteringColumnsHaveNoHeaderOfThem) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\none_per=[]\nmeasures={n='count'}\nanswer=['n']");
  // 0008 key 7fffffff 8000000000000000 | 24 | size 16 00 | 08 value | 01
  EXPECT_EQ(BytesOf(table, {PlayOf({})}), 22U + 1 + 3 + 9 + 1);
}

TEST(PartitionBytes, OfDatesHaveLengthsAndOfEmptyTextsNothing) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\none_per=['day', 'song', 'artist']\n"
      "answer=['day', 'song', 'artist', 'played_at']");
  // 22 | 24, header, 04 date, 01 s, 01 a | size 16 00 | 08 timestamp | 01
  EXPECT_EQ(BytesOf(table, {PlayOf({.artist = "a", .song = "s"})}), 22U + 2 + 5 + 2 + 2 + 3 + 9 + 1);
  EXPECT_EQ(BytesOf(table, {PlayOf({.artist = "a", .song = ""})}), 22U + 2 + 5 + 0 + 2 + 3 + 9 + 1);
}

// The row of one user and session whose regular columns have an x, but for those that are absent: its partition.
uint64_t BytesWithout(const std::string& answer, const std::vector<std::string>& absent) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\nof='events'\ngiven=['user_id']\none_per=['session_id']\n" + answer);
  std::string row;
  for (const TableColumn& column : table.columns) {
    if (column.kind != ColumnKind::kRegular) {
      AppendBigintCell(1, &row);
    } else if (Contains(absent, column.name)) {
      AppendNullCell(&row);
    } else {
      AppendTextCell("x", &row);
    }
  }
  PartitionBytes bytes(table);
  bytes.Start(row);
  bytes.Add(row);
  return bytes.bytes();
}

// 22 | 04, header, session_id | size 16 00 | absent | cells of 08 01 x | 01
TEST(PartitionBytes, OfARowWithoutSomeColumnsHaveABitForEachByName) {
  const std::string answer =
      "answer=['user_agent', 'artist', 'auth', 'gender', 'level', 'location', 'method', 'page', 'song']";
  const auto bytes = [&](uint64_t absent, uint64_t cells) { return 22 + 10 + 3 + absent + 3 * cells + 1; };
  EXPECT_EQ(BytesWithout(answer, {}), bytes(0, 9));
  EXPECT_EQ(BytesWithout(answer, {"artist"}), bytes(1, 8));      // 01
  EXPECT_EQ(BytesWithout(answer, {"page"}), bytes(1, 8));        // 40
  EXPECT_EQ(BytesWithout(answer, {"song"}), bytes(2, 8));        // 80 80
  EXPECT_EQ(BytesWithout(answer, {"user_agent"}), bytes(2, 8));  // 81 00
  EXPECT_EQ(BytesWithout(answer, {"artist", "user_agent"}), bytes(2, 7));
}

TEST(PartitionBytes, OfMoreColumnsThanBitsHaveTheirPositions) {
  std::string measures;
  std::string answer;
  std::vector<std::string> names;
  for (int i = 10; i < 80; ++i) {
    names.push_back("m" + std::to_string(i));
    measures += (i == 10 ? "" : ", ") + names.back() + "='min song'";
    answer += (i == 10 ? "'" : ", '") + names.back() + "'";
  }
  const std::string question = "measures={" + measures + "}\nanswer=[" + answer + "]";
  // 45, and the position of the one that is there.
  EXPECT_EQ(BytesWithout(question, {names.begin() + 1, names.end()}), 22U + 10 + 3 + 2 + 3 + 1);
  // 02, and the positions of those that are not; the row's size has two bytes.
  EXPECT_EQ(BytesWithout(question, {"m10", "m79"}), 22U + 10 + 4 + 3 + 3 * 68 + 1);
}

}  // namespace
}  // namespace earshot
