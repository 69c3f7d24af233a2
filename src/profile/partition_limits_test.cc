#include "profile/partition_limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Of a question with these keys, where its largest partition has so many rows and bytes.
LimitBreach BreachOf(const std::string& keys, uint64_t rows, uint64_t bytes, const PartitionLimits& limits = {}) {
  const Table table = TableOfQuestion("[[question]]\nname = \"q\"\nasks = \"?\"\n" + keys);
  TableProfile profile;
  profile.table = &table;
  profile.sizes.rows_spread.max = rows;
  profile.sizes.bytes_spread.max = bytes;
  profile.sizes.largest = {{.name = "a", .rows = rows, .bytes = bytes, .header_bytes = 0}};
  profile.sizes.heaviest = {.name = "b", .rows = rows, .bytes = bytes, .header_bytes = 0};
  return FindBreach(profile, limits);
}

TEST(FindBreach, FindsNothingAtTheLimits) {
  const LimitBreach breach = BreachOf("given = [\"song\"]\nanswer = [\"user_id\"]", 100'000, 100'000'000);
  EXPECT_EQ(breach.problem, "");
  EXPECT_THAT(breach.fixes, IsEmpty());
}

TEST(FindBreach, SaysWhatToWrite) {
  const LimitBreach breach = BreachOf("given = [\"song\"]\nanswer = [\"user_id\"]", 250'001, 7'000'000);
  EXPECT_THAT(breach.problem, HasSubstr("the partition a has 250,001 rows"));
  EXPECT_THAT(breach.fixes,
              ElementsAre("buckets = 8 spreads each answer over so many partitions",
                          "given = [\"song\", \"month\"] asks for one month at a time, which may not be enough",
                          "limit = 1000 with order = [\"played_at desc\"] keeps the first rows of each answer"));
}

TEST(FindBreach, KnowsBytes) {
  const std::string keys = "given = [\"song\"]\nanswer = [\"user_id\"]";
  LimitBreach breach = BreachOf(keys, 2000, 100'000'001);
  EXPECT_THAT(breach.problem, HasSubstr("the partition b has 2,000 rows in 100,000,001 bytes"));
  EXPECT_EQ(breach.fixes.front(), "buckets = 4 spreads each answer over so many partitions");
  // Rows of a million bytes: of a hundred that have room, half, as others may be longer.
  breach = BreachOf(keys, 2000, 2'000'000'000);
  EXPECT_EQ(breach.fixes.front(), "buckets = 64 spreads each answer over so many partitions");
  EXPECT_THAT(breach.fixes.back(), HasSubstr("limit = 50 "));
  // Of rows that are too large themselves, no partition is small enough.
  EXPECT_THAT(BreachOf(keys, 2, 300'000'000).fixes, ElementsAre(HasSubstr("which may not be enough")));
}

TEST(FindBreach, ProposesWhatIsWithinLowLimits) {
  const std::string keys = "given = [\"song\"]\nanswer = [\"user_id\"]";
  const auto fixes = [&](uint64_t rows_max) { return BreachOf(keys, 700, 70'000, {.rows = rows_max}).fixes; };
  EXPECT_THAT(fixes(50),
              ElementsAre(HasSubstr("buckets = 32 "), HasSubstr("may not be enough"), HasSubstr("limit = 50 ")));
  // Chance alone fills some of 16 buckets with 60, and some of a thousand with more than 5.
  EXPECT_THAT(fixes(88).front(), HasSubstr("buckets = 16 "));
  EXPECT_THAT(fixes(5), ElementsAre(HasSubstr("may not be enough"), HasSubstr("limit = 5 ")));
}

TEST(FindBreach, ProposesOnlyWhatBreaksNoRule) {
  const std::string limited = "given = [\"song\"]\norder = [\"month\"]\nlimit = 9\nanswer = [\"user_id\"]";
  EXPECT_THAT(BreachOf(limited, 200'000, 1).fixes, IsEmpty());
  const std::string bucketed = "given = [\"song\", \"month\"]\nbuckets = 16\nanswer = [\"user_id\"]";
  EXPECT_THAT(BreachOf(bucketed, 200'000, 1).fixes,
              ElementsAre("buckets = 64 spreads each answer over so many partitions",
                          "given = [\"song\", \"month\", \"day\"] asks for one day at a time, which may not be "
                          "enough"));
  EXPECT_THAT(BreachOf(bucketed, 20'000'000, 1).fixes, ElementsAre(HasSubstr("one day at a time")));
}

TEST(FindBreach, KnowsThePartitionThatIsGiven) {
  const std::string keys = "given = [\"song\", \"artist\"]\npartition = [\"artist\"]\nanswer = [\"user_id\"]";
  EXPECT_THAT(BreachOf(keys, 100'001, 1).fixes,
              ElementsAre("leave partition out, so that each of the values that are given has a partition, which may "
                          "not be enough",
                          "buckets = 4 spreads each answer over so many partitions",
                          "given = [\"song\", \"artist\", \"month\"] and partition = [\"artist\", \"month\"] asks for "
                          "one month at a time, which may not be enough"));
}

TEST(FindBreach, OrdersByAMeasureWhereThereIsOne) {
  const std::string keys =
      "given = [\"artist\"]\none_per = [\"user_id\"]\nmeasures = { plays = \"count\" }\nanswer = [\"user_id\", "
      "\"plays\"]";
  EXPECT_THAT(BreachOf(keys, 100'001, 1).fixes.back(), HasSubstr("limit = 1000 with order = [\"plays desc\"]"));
}

}  // namespace
}  // namespace earshot
