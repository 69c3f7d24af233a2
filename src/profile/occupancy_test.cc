#include "profile/occupancy.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

// So many values, each with so many plays in each part.
GroupGrowth EvenValues(uint64_t values, uint64_t plays_in_part) {
  GroupGrowth growth;
  growth.plays = values * plays_in_part * kParts;
  growth.groups = values;
  growth.groups_in_parts[kParts] = values;
  for (uint64_t i = 0; i < values; ++i) growth.sizes.Add(plays_in_part * kParts);
  return growth;
}

TEST(Occupancy, IsThatOfBallsInBoxes) {
  const Occupancy occupancy(EvenValues(100, 1));
  EXPECT_NEAR(occupancy.ValuesOf(0, 1), 0, 1e-9);
  EXPECT_NEAR(occupancy.ValuesOf(100, 1), 63.2, 0.1);
  EXPECT_NEAR(occupancy.ValuesOf(1e6, 1), 100, 1e-6);
  EXPECT_NEAR(occupancy.PlaysWith(63.212), 100, 0.1);
  EXPECT_EQ(occupancy.AllValues(1), 100);
}

TEST(Occupancy, KnowsThatSomeAreNotSeenYet) {
  GroupGrowth growth = EvenValues(100, 1);
  growth.groups_in_parts = {0, 40, 20, 40};
  growth.plays_in_one_part = 40;
  const Occupancy occupancy(growth);
  EXPECT_NEAR(occupancy.AllValues(1), 100 + 7.0 / 8 * 40 * 39 / 42, 1e-9);
}

TEST(Occupancy, GoesOnWithNewcomers) {
  GroupGrowth growth = EvenValues(1000, 1);
  growth.groups_that_begin = 400;
  const Occupancy occupancy(growth);
  EXPECT_NEAR(occupancy.AllValues(11), 1000 + 10 * 800, 1e-6);
  // As many come as go.
  growth.groups_that_end = 400;
  EXPECT_EQ(Occupancy(growth).AllValues(11), 1000);
}

TEST(GroupOccupancy, GrowsUntilAllValuesAreThere) {
  const Occupancy all(EvenValues(100, 10));
  const Group group = {.plays = 100, .rows = 63, .half_rows = 39.3};
  const GroupOccupancy occupancy(all, {group});
  EXPECT_NEAR(occupancy.RowsOf(100, 63.2, 200, 1), 86.4, 1);
  EXPECT_NEAR(occupancy.RowsOf(100, 63.2, 1e6, 1), 100, 1e-3);
}

TEST(GroupOccupancy, KnowsThatAGroupHasFewOfTheValues) {
  const Occupancy all(EvenValues(10'000, 10));
  // Half of the plays have seen nearly all that all of them have.
  const Group group = {.plays = 5000, .rows = 500, .half_rows = 499};
  const GroupOccupancy occupancy(all, {group});
  EXPECT_LT(occupancy.RowsOf(5000, 500, 1e7, 1), 520);
}

TEST(GroupOccupancy, KnowsAGroupOfOneValue) {
  const Occupancy all(EvenValues(3, 10));
  // In each part it is the same again; were it one of three by chance, half of the parts would not have seen it.
  const GroupOccupancy one(all, {{.plays = 80, .rows = 1, .half_rows = 1}});
  EXPECT_NEAR(one.RowsOf(80, 1, 1000, 1), 1, 1e-3);
  const GroupOccupancy chance(all, {{.plays = 80, .rows = 1, .half_rows = 0.75}});
  EXPECT_NEAR(chance.RowsOf(80, 1, 1e6, 1), 3, 1e-3);
}

}  // namespace
}  // namespace earshot
