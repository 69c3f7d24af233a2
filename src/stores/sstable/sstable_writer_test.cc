#include "stores/sstable/sstable_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "cql/tables/token_order.h"
#include "rows/row_testing.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const WriteTime kTime{std::chrono::microseconds(1'543'622'400'000'000)};

std::string SortKeyOf(const Table& table, std::string_view row) {
  std::string sort_key;
  TokenOrder().AppendSortKey(table, row, &sort_key);
  return sort_key;
}

std::vector<std::string> SortedRowsOf(const Table& table, const std::vector<PlayFields>& plays) {
  std::vector<std::string> rows;
  for (const PlayFields& play : plays) rows.push_back(RowOf(table, PlayOf(play)));
  std::sort(rows.begin(), rows.end(),
            [&](const std::string& a, const std::string& b) { return SortKeyOf(table, a) < SortKeyOf(table, b); });
  return rows;
}

Status AddRow(SSTableWriter& writer, const Table& table, std::string_view row) {
  return writer.Add(SortKeyOf(table, row), row);
}

Status WriteRows(const Table& table, const std::vector<std::string>& rows, const std::string& directory) {
  ASSIGN_OR_RETURN(const std::unique_ptr<SSTableWriter> writer, SSTableWriter::Create(table, directory, kTime));
  for (const std::string& row : rows) RETURN_IF_ERROR(AddRow(*writer, table, row));
  return writer->Finish();
}

class SSTableWriterTest : public ::testing::Test {
 protected:
  std::string Component(const std::string& name) const {
    return ReadSmallFile(directory_ + "/nb-1-big-" + name).value();
  }
  void Write(const Table& table, const std::vector<PlayFields>& plays) {
    const Status written = WriteRows(table, SortedRowsOf(table, plays), directory_);
    ASSERT_TRUE(written.ok()) << written;
  }

  const TemporaryDirectory temporary_;
  const std::string directory_ = temporary_.path() + "/n1/table";
};

// What Cassandra 5.0.8 writes of it.
TEST_F(SSTableWriterTest, WritesARowAsCassandraDoes) {
  const Table table = BuiltinTable("session_songs");
  Play play = PlayOf({.session_id = "1", .item = "0", .user_id = "1", .artist = "a", .song = "s", .first_name = "f"});
  play.fields[kLastNameColumn] = "";
  ASSERT_TRUE(WriteRows(table, {RowOf(table, play)}, directory_).ok());
  const std::string key = "00080000000000000001000008000000000000000100";
  EXPECT_EQ(HexOf(DataOf(directory_)), "0016" + key + "7fffffff8000000000000000" +
                                           "24"
                                           "00"
                                           "00000000"
                                           "0c"
                                           "24"
                                           "00" +
                                           "080161"
                                           "080166"
                                           "0c"
                                           "080173"
                                           "01");
  EXPECT_EQ(HexOf(Component("Index.db")), "0016" + key +
                                              "00"
                                              "00");
  EXPECT_EQ(HexOf(Component("Filter.db")),
            "00000005"
            "00000001"
            "2010400080000200");
  EXPECT_EQ(HexOf(Component("Summary.db")),
            "00000080"
            "00000001"
            "0000000000000022"
            "00000080"
            "00000001"
            "04000000" +
                key + "0000000000000000" + "00000016" + key + "00000016" + key);
  EXPECT_EQ(Component("Digest.crc32"), std::to_string(Crc32(Component("Data.db"))));
}

TEST_F(SSTableWriterTest, WritesAllComponentsAndListsThem) {
  Write(BuiltinTable("song_at"), {{.item = "0"}, {.item = "1"}});
  std::string listed;
  for (const std::string& name : NamesIn(directory_)) listed += name.substr(std::string("nb-1-big-").size()) + "\n";
  EXPECT_EQ(Component("TOC.txt"), listed);
  EXPECT_EQ(listed,
            "CompressionInfo.db\nData.db\nDigest.crc32\nFilter.db\nIndex.db\nStatistics.db\nSummary.db\nTOC.txt\n");
  EXPECT_THAT(NamesIn(temporary_.path() + "/n1"), ::testing::ElementsAre("table"));
}

TEST_F(SSTableWriterTest, KeepsRowsOfAPartitionTogether) {
  const Table table = BuiltinTable("song_at");
  const std::vector<PlayFields> plays = {{.session_id = "1", .item = "0"},
                                         {.session_id = "1", .item = "1"},
                                         {.session_id = "2", .item = "-1"},
                                         {.session_id = "1", .item = "256"},
                                         {.session_id = "2", .item = "3"}};
  Write(table, plays);
  std::string expected;
  std::string key;
  PartitionEncoder encoder(table);
  for (const std::string& row : SortedRowsOf(table, plays)) {
    std::string next;
    AppendPartitionKey(table, row, &next);
    if (next != key && !key.empty()) encoder.End(&expected);
    if (next != key) encoder.Start(key = next, &expected);
    encoder.Add(row.substr(12), &expected);
  }
  encoder.End(&expected);
  EXPECT_EQ(HexOf(DataOf(directory_)), HexOf(expected));
}

TEST_F(SSTableWriterTest, WritesTheSameBytesAgain) {
  const Table table = BuiltinTable("session_songs");
  std::vector<PlayFields> plays(2000);
  std::vector<std::string> items(plays.size());
  for (size_t i = 0; i < plays.size(); ++i) plays[i].item = items[i] = std::to_string(i);
  Write(table, plays);
  const std::string again = temporary_.path() + "/again";
  ASSERT_TRUE(WriteRows(table, SortedRowsOf(table, plays), again).ok());
  for (const std::string& name : NamesIn(directory_)) {
    EXPECT_EQ(ReadSmallFile(directory_ + "/" + name).value(), ReadSmallFile(again + "/" + name).value()) << name;
  }
}

TEST_F(SSTableWriterTest, RefusesRowsOutOfOrder) {
  const Table table = BuiltinTable("song_at");
  const std::vector<std::string> rows = SortedRowsOf(table, {{.item = "0"}, {.item = "1"}, {.session_id = "2"}});
  for (const auto& [before, after] : {std::pair{1, 0}, {2, 1}, {0, 0}}) {
    const std::unique_ptr<SSTableWriter> writer = SSTableWriter::Create(table, directory_, kTime).value();
    ASSERT_TRUE(AddRow(*writer, table, rows[static_cast<size_t>(before)]).ok());
    const Status refused = AddRow(*writer, table, rows[static_cast<size_t>(after)]);
    EXPECT_TRUE(absl::IsInternal(refused));
    EXPECT_THAT(MessageOf(refused), HasSubstr("table song_at: the row session_id="));
    EXPECT_THAT(MessageOf(refused), HasSubstr("is not after the one before it"));
  }
}

TEST_F(SSTableWriterTest, TakesKeysOfAsManyBytesAsTwoCount) {
  const std::string longest(65'535, 's');
  const Table listeners = BuiltinTable("song_listeners");
  Write(listeners, {{.song = longest}});
  EXPECT_EQ(HexOf(Component("Index.db").substr(0, 4)), "ffff7373");
  const std::string too_long = longest + "s";
  const std::string row = RowOf(listeners, PlayOf({.song = too_long}));
  EXPECT_THAT(MessageOf(WriteRows(listeners, {row}, temporary_.path() + "/long")),
              HasSubstr("65536 bytes, and Cassandra accepts no more than 65535 in the partition key"));
  EXPECT_FALSE(std::filesystem::exists(temporary_.path() + "/long"));
}

TEST_F(SSTableWriterTest, TakesClusteringValuesOfAsManyBytes) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\none_per=['song']\nanswer=['song', 'artist']");
  const std::string longest(65'535, 's');
  Write(table, {{.song = longest}, {.song = ""}, {.song = "short"}});
  EXPECT_THAT(HexOf(Component("Statistics.db")), HasSubstr("00000001"
                                                           "0000"
                                                           "00000001"
                                                           "ffff7373"));
  const std::string too_long = longest + "s";
  const std::string row = RowOf(table, PlayOf({.song = too_long}));
  EXPECT_THAT(MessageOf(WriteRows(table, {row}, temporary_.path() + "/long")),
              HasSubstr("65536 bytes, and Cassandra accepts no more than 65535 in a clustering column"));
}

TEST_F(SSTableWriterTest, KeepsTheOrderOfADescendingColumn) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\ngiven=['user_id']\norder=['session_id desc']\none_per=['session_id']\n"
      "answer=['session_id']");
  Write(table, {{.session_id = "1"}, {.session_id = "3"}, {.session_id = "2"}});
  const std::string data = HexOf(DataOf(directory_));
  // Flags, header, session_id; size, distance and time of the row, which has no other column.
  EXPECT_THAT(data, HasSubstr("24000000000000000003"
                              "02"
                              "16"
                              "00"
                              "24000000000000000002"
                              "02"
                              "0d"
                              "00"
                              "2400"));
  EXPECT_THAT(HexOf(Component("Statistics.db")), HasSubstr("00000001"
                                                           "0008"
                                                           "0000000000000003"
                                                           "00000001"
                                                           "0008"
                                                           "0000000000000001"));
}

TEST_F(SSTableWriterTest, WritesNothingOfNoRows) {
  EXPECT_THAT(MessageOf(WriteRows(BuiltinTable("song_at"), {}, directory_)), HasSubstr("table song_at has no rows"));
  EXPECT_THAT(NamesIn(temporary_.path() + "/n1"), IsEmpty());
}

TEST_F(SSTableWriterTest, LeavesNothingWithoutFinish) {
  const Table table = BuiltinTable("song_at");
  {
    const std::unique_ptr<SSTableWriter> writer = SSTableWriter::Create(table, directory_, kTime).value();
    ASSERT_TRUE(AddRow(*writer, table, RowOf(table, PlayOf({}))).ok());
    EXPECT_FALSE(std::filesystem::exists(directory_));
  }
  EXPECT_THAT(NamesIn(temporary_.path() + "/n1"), IsEmpty());
}

TEST_F(SSTableWriterTest, ReplacesAnSSTableOfBeforeAndNoOtherFiles) {
  const Table table = BuiltinTable("song_at");
  Write(table, {{.session_id = "1"}});
  Write(table, {{.session_id = "9"}});
  EXPECT_THAT(HexOf(Component("Index.db")), HasSubstr("0000000000000009"));
  EXPECT_EQ(NamesIn(directory_).size(), 8U);
  std::ofstream(directory_ + "/nb-2-big-Data.db") << "others";
  EXPECT_THAT(MessageOf(WriteRows(table, SortedRowsOf(table, {{}}), directory_)),
              HasSubstr("n1/table is there already, and is not replaced"));
  EXPECT_EQ(NamesIn(directory_).size(), 9U);
}

}  // namespace
}  // namespace earshot
