#include "load/temporary_space.h"

#include <gtest/gtest.h>

#include "load/plays_pass.h"

namespace earshot {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;
constexpr uint64_t kGiB = uint64_t{1} << 30;

uint64_t Needed(uint64_t plays_bytes, size_t memory_bytes, size_t tables = 2) {
  return EstimateTemporarySpace({plays_bytes, memory_bytes, tables}).needed_bytes;
}

TEST(TemporarySpace, IsNoneWhereAllFitsInMemory) {
  EXPECT_EQ(Needed(0, 256 * kMiB), 0U);
  EXPECT_EQ(Needed(60 * kMiB, 256 * kMiB), 0U);
}

TEST(TemporarySpace, IsThatOfTheTablesAndOfTheLargestMerge) {
  EXPECT_EQ(Needed(100 * kMiB, 64 * kMiB, 1), 100 * kMiB);
  EXPECT_EQ(Needed(100 * kMiB, 64 * kMiB, 2), 200 * kMiB);
  // Here most rows may have to be merged once more.
  EXPECT_EQ(Needed(24 * kMiB, 1024, 1), (24 + 16) * kMiB);
}

TEST(TablesAtOnce, AreAllWhereThereIsRoom) {
  EXPECT_EQ(TablesAtOnce({kGiB, 256 * kMiB, 10}, 100 * kGiB), 10U);
  EXPECT_EQ(TablesAtOnce({0, 256 * kMiB, 0}, 100 * kGiB), 1U);
  EXPECT_EQ(TablesAtOnce({kGiB, 10 * kGiB, 200}, 10'000 * kGiB), kPassTablesMax);
}

TEST(TablesAtOnce, ShareMemoryThatIsEnoughForEach) {
  EXPECT_EQ(TablesAtOnce({kGiB, 16 * kMiB, 10}, 1000 * kGiB), 8U);
  EXPECT_EQ(TablesAtOnce({kGiB, 1, 10}, 1000 * kGiB), 1U);
}

TEST(TablesAtOnce, LeaveHalfOfTheDisk) {
  EXPECT_EQ(TablesAtOnce({10 * kGiB, 256 * kMiB, 10}, 101 * kGiB), 4U);
  EXPECT_EQ(TablesAtOnce({10 * kGiB, 256 * kMiB, 10}, kGiB), 1U);
  EXPECT_EQ(TablesAtOnce({10 * kMiB, 256 * kMiB, 10}, 0), 10U) << "rows in memory need none";
}

}  // namespace
}  // namespace earshot
