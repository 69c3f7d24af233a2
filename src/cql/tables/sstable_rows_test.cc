#include "cql/tables/sstable_rows.h"

#include <gtest/gtest.h>

#include "cql/cells.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

std::string HexOf(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

// The bytes of a partition with these rows, in hexadecimal.
std::string Encoded(const Table& table, const std::vector<std::string>& rows) {
  PartitionEncoder encoder(table);
  std::string key;
  AppendPartitionKey(table, rows.front(), &key);
  std::string bytes;
  encoder.Start(key, &bytes);
  for (const std::string& row : rows) encoder.Add(row.substr(FirstCells(row, table.partition_size).size()), &bytes);
  encoder.End(&bytes);
  return HexOf(bytes);
}

Play PlayAt(const char* item) {
  Play play = PlayOf({.session_id = "1", .item = item, .user_id = "1", .artist = "a", .song = "s", .first_name = "f"});
  play.fields[kLastNameColumn] = "";
  return play;
}

constexpr char kHeader[] =
    "0016"
    "0008000000000000000100"
    "0008000000000000000100"
    "7fffffff8000000000000000";

// What Cassandra 5.0.8 has written.
TEST(PartitionEncoder, WritesARowAsCassandraDoes) {
  const Table table = BuiltinTable("session_songs");
  EXPECT_EQ(Encoded(table, {RowOf(table, PlayAt("0"))}), std::string(kHeader) +
                                                             "24"
                                                             "00"
                                                             "00000000"
                                                             "0c"
                                                             "24"
                                                             "00"
                                                             "080161"
                                                             "080166"
                                                             "0c"
                                                             "080173"
                                                             "01");
}

TEST(PartitionEncoder, SaysInEachRowHowFarBackTheOneBeforeIs) {
  const Table table = BuiltinTable("session_songs");
  EXPECT_EQ(Encoded(table, {RowOf(table, PlayAt("0")), RowOf(table, PlayAt("1"))}), std::string(kHeader) +
                                                                                        "24"
                                                                                        "00"
                                                                                        "00000000"
                                                                                        "0c"
                                                                                        "24"
                                                                                        "00"
                                                                                        "080161"
                                                                                        "080166"
                                                                                        "0c"
                                                                                        "080173" +
                                                                                        "24"
                                                                                        "00"
                                                                                        "00000001"
                                                                                        "0c"
                                                                                        "13"
                                                                                        "00"
                                                                                        "080161"
                                                                                        "080166"
                                                                                        "0c"
                                                                                        "080173"
                                                                                        "01");
}

TEST(PartitionEncoder, StartsAgainWithThePartition) {
  const Table table = BuiltinTable("session_songs");
  const std::string row = RowOf(table, PlayAt("0"));
  const std::string cells = row.substr(FirstCells(row, table.partition_size).size());
  PartitionEncoder encoder(table);
  std::string first;
  encoder.Start("key", &first);
  EXPECT_EQ(encoder.header_bytes(), 2U + 3 + 12);
  encoder.Add(cells, &first);
  std::string second;
  encoder.Start("key", &second);
  encoder.Add(cells, &second);
  EXPECT_EQ(HexOf(first), HexOf(second));
}

TEST(PartitionEncoder, HasTheValueAloneAsAKeyOfOneColumnAndNothingOfNoClusteringColumns) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['song']\none_per=[]\nmeasures={n='count'}\nanswer=['n']");
  EXPECT_EQ(Encoded(table, {RowOf(table, PlayOf({.song = "s"}))}),
            "0001"
            "73"
            "7fffffff8000000000000000"
            "24"
            "0b"
            "0f"
            "00"
            "08"
            "0000000000000000"
            "01");
}

// The second of November 2018 is day 17,837.
TEST(PartitionEncoder, MarksEmptyTextsInAHeaderAndGivesADateALength) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\norder=['day desc']\none_per=['day', 'song', 'artist']\n"
      "answer=['day', 'song', 'artist', 'session_id']");
  EXPECT_EQ(Encoded(table, {RowOf(table, PlayOf({.session_id = "7", .artist = "a", .song = ""}))}),
            "0008"
            "000000000000000a"
            "7fffffff8000000000000000"
            "24"
            "04"
            "04800045ad"
            "0161"
            "0b"
            "16"
            "00"
            "08"
            "0000000000000007"
            "01");
}

// A row of user 1 and session 1 whose regular columns have an x, but for those that are absent.
std::string RowWithout(const Table& table, const std::vector<std::string>& absent) {
  std::string row;
  for (const TableColumn& column : table.columns) {
    if (column.kind != ColumnKind::kRegular) {
      AppendBigintCell(1, &row);
    } else if (std::find(absent.begin(), absent.end(), column.name) != absent.end()) {
      AppendNullCell(&row);
    } else {
      AppendTextCell("x", &row);
    }
  }
  return row;
}

TEST(PartitionEncoder, HasABitForEachColumnThatARowLacksByName) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\nof='events'\ngiven=['user_id']\none_per=['session_id']\n"
      "answer=['song', 'artist', 'page']");
  const std::string header =
      "0008"
      "0000000000000001"
      "7fffffff8000000000000000";
  const auto encoded = [&](const std::vector<std::string>& absent) {
    return Encoded(table, {RowWithout(table, absent)});
  };
  EXPECT_EQ(encoded({"song"}), header +
                                   "04"
                                   "00"
                                   "0000000000000001"
                                   "09"
                                   "16"
                                   "00"
                                   "04"
                                   "080178"
                                   "080178"
                                   "01");
  EXPECT_EQ(encoded({"artist", "song"}), header +
                                             "04"
                                             "00"
                                             "0000000000000001"
                                             "06"
                                             "16"
                                             "00"
                                             "05"
                                             "080178"
                                             "01");
  EXPECT_EQ(encoded({"artist", "song", "page"}), header +
                                                     "04"
                                                     "00"
                                                     "0000000000000001"
                                                     "03"
                                                     "16"
                                                     "00"
                                                     "07"
                                                     "01");
  EXPECT_EQ(encoded({}), header +
                             "24"
                             "00"
                             "0000000000000001"
                             "0b"
                             "16"
                             "00"
                             "080178"
                             "080178"
                             "080178"
                             "01");
}

TEST(PartitionEncoder, CountsTheValuesOfARow) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\nof='events'\ngiven=['user_id']\none_per=['session_id']\n"
      "answer=['song', 'artist', 'page']");
  const std::string row = RowWithout(table, {"song"});
  PartitionEncoder encoder(table);
  std::string bytes;
  encoder.Start("key", &bytes);
  encoder.Add(row.substr(FirstCells(row, 1).size()), &bytes);
  EXPECT_EQ(encoder.row_values(), 2U);
}

}  // namespace
}  // namespace earshot
