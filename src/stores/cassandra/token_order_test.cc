#include "stores/cassandra/token_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rows/row.h"
#include "rows/test_tables.h"
#include "stores/cassandra/murmur3.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;

std::string RowOf(const Table& table, const Play& play) {
  std::string row;
  EXPECT_TRUE(AppendRow(table, play, &row).ok());
  return row;
}

std::string SortKeyOf(const Table& table, const Play& play) {
  std::string sort_key;
  TokenOrder().AppendSortKey(table, RowOf(table, play), &sort_key);
  return sort_key;
}

TEST(TokenOrder, SerialisesOneColumnAsItIs) {
  const Table table = BuiltinTable("song_at");
  std::string key;
  AppendPartitionKey(table, RowOf(table, PlayOf({.session_id = "258"})), &key);
  EXPECT_EQ(key, std::string("\0\0\0\0\0\0\1\2", 8));
}

TEST(TokenOrder, SerialisesSeveralColumnsWithLengthsAndEnds) {
  const Table table = BuiltinTable("session_songs");
  std::string key;
  AppendPartitionKey(table, RowOf(table, PlayOf({.session_id = "2", .user_id = "1"})), &key);
  EXPECT_EQ(key, std::string("\0\x08\0\0\0\0\0\0\0\1\0\0\x08\0\0\0\0\0\0\0\2\0", 22));
}

TEST(TokenOrder, BeginsWithTheTokenAndEndsWithTheClusteringColumns) {
  const Table table = BuiltinTable("song_listeners");
  const std::string first = SortKeyOf(table, PlayOf({.user_id = "-1", .song = "a"}));
  const std::string second = SortKeyOf(table, PlayOf({.user_id = "10", .song = "a"}));
  EXPECT_EQ(TokenOf(first), CassandraToken("a"));
  EXPECT_EQ(first.substr(0, 8), second.substr(0, 8));
  EXPECT_LT(first, second);
}

TEST(TokenOrder, CutsTheRingIntoEqualParts) {
  EXPECT_EQ(RingSlices(0).size(), 1U);
  EXPECT_EQ(RingSlices(1).front().begin, "");
  EXPECT_EQ(RingSlices(1).front().end, "");
  const std::vector<Slice> slices = RingSlices(4);
  std::vector<int64_t> begins;
  for (size_t i = 1; i < slices.size(); ++i) begins.push_back(TokenOf(slices[i].begin));
  EXPECT_THAT(begins, ElementsAre(-(int64_t{1} << 62), 0, int64_t{1} << 62));
}

}  // namespace
}  // namespace earshot
