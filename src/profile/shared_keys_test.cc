#include "profile/shared_keys.h"

#include <gtest/gtest.h>

#include "rows/order.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

// Of listeners of one song, each play a user and a name.
SharedKeys FindIn(const std::vector<std::pair<const char*, const char*>>& plays) {
  const Table table = BuiltinTable("song_listeners");
  const KeyOrder order;
  PlaySorter sorter(table, order, kSortMemoryMin);
  uint64_t line = 1;
  for (const auto& [user, name] : plays) {
    EXPECT_TRUE(sorter.Add(PlayOf({.user_id = user, .first_name = name, .line = ++line})).ok());
  }
  const auto rows = sorter.Finish().value();
  SharedKeys found;
  SharedKeyFinder finder(table, rows->Open("", "").value(), &found);
  SortedRow row;
  size_t count = 0;
  while (finder.Next(&row).value()) ++count;
  EXPECT_EQ(count, plays.size());
  return found;
}

TEST(SharedKeyFinder, CountsKeysAndNotPlays) {
  const SharedKeys found = FindIn({{"1", "Ann"}, {"2", "Bea"}, {"1", "Ann"}, {"1", "Ann"}, {"3", "Cid"}, {"3", "Cid"}});
  EXPECT_EQ(found.keys, 2U);
  ASSERT_EQ(found.columns.size(), 2U);
  EXPECT_EQ(found.columns[0].name, "first_name");
  EXPECT_EQ(found.columns[0].keys, 0U);
}

TEST(SharedKeyFinder, ShowsTheValueThatStaysAndOneThatDoesNot) {
  const SharedKeys found = FindIn({{"1", "A"}, {"1", "B"}, {"1", "A"}, {"1", "A"}, {"2", "C"}, {"2", "D"}});
  EXPECT_EQ(found.keys, 2U);
  const VaryingColumn& column = found.columns[0];
  EXPECT_EQ(column.keys, 2U);
  EXPECT_EQ(column.example.key, "song=\"Song\", user_id=1");
  EXPECT_EQ(column.example.lost, "B");
  EXPECT_EQ(column.example.lost_origin.line, 3U);
  EXPECT_EQ(column.example.kept, "A");
  EXPECT_EQ(column.example.kept_origin.line, 4U);
  EXPECT_EQ(found.columns[1].keys, 0U);
}

}  // namespace
}  // namespace earshot
