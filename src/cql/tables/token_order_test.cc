#include "cql/tables/token_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cql/murmur3.h"
#include "cql/ring.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;

std::string SortKeyOf(const Table& table, const Play& play) {
  std::string sort_key;
  TokenOrder().AppendSortKey(table, RowOf(table, play), &sort_key);
  return sort_key;
}

TEST(TokenOrder, RefusesAPlayWhosePartitionKeyIsAnEmptyText) {
  const Table table = BuiltinTable("song_listeners");
  const Status refused = TokenOrder().CheckRow(table, RowOf(table, PlayOf({.song = ""})));
  EXPECT_THAT(MessageOf(refused), ::testing::StartsWith("column song: is empty"));
  EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("table song_listeners"));
  EXPECT_TRUE(TokenOrder().CheckRow(table, RowOf(table, PlayOf({.song = "s"}))).ok());
  // One of several may be empty.
  const Table two =
      TableOfQuestion("[[question]]\nname='q'\nasks='?'\ngiven=['song', 'artist']\nanswer=['length']\norder=['level']");
  EXPECT_TRUE(TokenOrder().CheckRow(two, RowOf(two, PlayOf({.artist = "", .song = ""}))).ok());
}

TEST(TokenOrder, RefusesAPlayWhoseKeyIsTooLong) {
  const std::string longest(65'535, 'x');
  const std::string too_long(65'536, 'x');
  const Table one = BuiltinTable("song_listeners");
  EXPECT_TRUE(TokenOrder().CheckRow(one, RowOf(one, PlayOf({.song = longest}))).ok());
  const Status refused = TokenOrder().CheckRow(one, RowOf(one, PlayOf({.song = too_long})));
  EXPECT_THAT(MessageOf(refused), ::testing::StartsWith("column song: 65536 bytes"));
  EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("65535 in the partition key of table song_listeners"));
  // What is not part of the key may have any length.
  EXPECT_TRUE(TokenOrder().CheckRow(one, RowOf(one, PlayOf({.first_name = too_long}))).ok());
  // Three bytes more for each of several.
  const Table two = TableOfQuestion(
      "[[question]]\nname='q'\nasks='?'\npartition=['song', 'artist']\ngiven=['song', 'artist']\n"
      "answer=['length']\norder=['first_name']");
  ASSERT_EQ(two.partition_size, 2U);
  EXPECT_TRUE(TokenOrder().CheckRow(two, RowOf(two, PlayOf({.artist = "", .song = longest.substr(6)}))).ok());
  EXPECT_FALSE(TokenOrder().CheckRow(two, RowOf(two, PlayOf({.artist = "a", .song = longest.substr(6)}))).ok());
  const Status clustering = TokenOrder().CheckRow(two, RowOf(two, PlayOf({.first_name = too_long})));
  EXPECT_THAT(MessageOf(clustering), ::testing::StartsWith("column firstName: 65536 bytes"));
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
  EXPECT_EQ(SplitRing(0).size(), 1U);
  EXPECT_EQ(SplitRing(1).front().begin, "");
  EXPECT_EQ(SplitRing(1).front().end, "");
  const std::vector<KeyRange> ranges = SplitRing(4);
  std::vector<int64_t> begins;
  for (size_t i = 1; i < ranges.size(); ++i) begins.push_back(TokenOf(ranges[i].begin));
  EXPECT_THAT(begins, ElementsAre(-(int64_t{1} << 62), 0, int64_t{1} << 62));
}

}  // namespace
}  // namespace earshot
