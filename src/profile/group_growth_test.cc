#include "profile/group_growth.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

// A play of a song by a user, and where it is, from 1.
struct Played {
  std::string song;
  std::string user;
  uint64_t line = 0;
};

GroupGrowth GrowthOf(const std::vector<Played>& plays, uint64_t count, bool row_a_play) {
  const Table table = BuiltinTable("song_listeners");
  struct Row {
    std::string key;
    std::string row;
    Origin origin;
  };
  std::vector<Row> rows;
  for (const Played& play : plays) {
    Row& row = rows.emplace_back();
    row.row = RowOf(table, PlayOf({.user_id = play.user, .song = play.song}));
    row.origin.line = play.line + 1;
    TokenOrder().AppendSortKey(table, row.row, &row.key);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
  GroupMeter meter(table, Parts(Growth::kDays, table, count + 1), row_a_play);
  for (const Row& row : rows) meter.Add({row.key, row.row, row.origin});
  return meter.Finish();
}

TEST(GroupMeter, MeasuresNothing) {
  const GroupGrowth growth = GrowthOf({}, 0, false);
  EXPECT_EQ(growth.groups, 0U);
  EXPECT_TRUE(growth.most_plays.empty());
}

TEST(GroupMeter, CountsPlaysAndRowsInEachPart) {
  std::vector<Played> plays;
  for (uint64_t line = 1; line <= 80; ++line) plays.push_back({"Often", line % 2 == 0 ? "1" : "2", line});
  for (uint64_t line = 1; line <= 5; ++line) plays.push_back({"Early", "3", line});
  for (uint64_t line = 71; line <= 80; ++line) plays.push_back({"Late", std::to_string(line), line});
  const GroupGrowth growth = GrowthOf(plays, 80, false);
  EXPECT_EQ(growth.plays, 95U);
  EXPECT_EQ(growth.groups, 3U);
  EXPECT_EQ(growth.groups_in_parts[1], 2U);
  EXPECT_EQ(growth.groups_in_parts[kParts], 1U);
  EXPECT_EQ(growth.plays_in_one_part, 15U);
  EXPECT_EQ(growth.groups_that_end, 1U);
  EXPECT_EQ(growth.groups_that_begin, 1U);
  ASSERT_EQ(growth.most_plays.size(), 3U);
  const Group& often = growth.most_plays[0];
  EXPECT_EQ(often.plays, 80U);
  EXPECT_EQ(often.rows, 2U);
  EXPECT_EQ(often.half_rows, 2);
  for (const uint64_t in_part : often.in_part) EXPECT_EQ(in_part, 10U);
  for (const uint64_t rows : often.rows_in_part) EXPECT_EQ(rows, 2U);
  EXPECT_EQ(growth.most_plays[1].rows, 10U);
  EXPECT_EQ(growth.most_plays[1].half_rows, 5);
  EXPECT_EQ(growth.most_rows, (std::vector<uint64_t>{10, 2, 1}));
}

TEST(GroupMeter, TakesEachPlayForARow) {
  const GroupGrowth growth = GrowthOf({{"A", "1", 1}, {"A", "1", 2}, {"A", "1", 3}}, 8, true);
  EXPECT_EQ(growth.most_rows, (std::vector<uint64_t>{3}));
}

TEST(GroupMeter, KeepsTheLargest) {
  std::vector<Played> plays;
  for (uint64_t group = 1; group <= kLargestGroupsMax + 100; ++group) {
    plays.push_back({std::to_string(group), "1", group});
    if (group % 2 == 0) plays.push_back({std::to_string(group), "2", group});
  }
  const GroupGrowth growth = GrowthOf(plays, kLargestGroupsMax + 100, false);
  EXPECT_EQ(growth.most_plays.size(), kLargestGroupsMax);
  EXPECT_EQ(growth.most_rows.size(), kLargestGroupsMax);
  EXPECT_EQ(static_cast<uint64_t>(std::count(growth.most_rows.begin(), growth.most_rows.end(), 2U)),
            (kLargestGroupsMax + 100) / 2);
}

}  // namespace
}  // namespace earshot
