#include "load/temporary_space.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

constexpr uint64_t kMiB = uint64_t{1} << 20;
constexpr uint64_t kGiB = uint64_t{1} << 30;

uint64_t Needed(uint64_t plays_bytes, size_t memory_bytes) {
  return EstimateTemporarySpace(plays_bytes, memory_bytes).needed_bytes;
}

TEST(TemporarySpace, IsNoneWhereAllFitsInMemory) {
  EXPECT_EQ(Needed(0, 256 * kMiB), 0U);
  EXPECT_EQ(Needed(100 * kMiB, 256 * kMiB), 0U);
}

TEST(TemporarySpace, IsThatOfTwoTables) { EXPECT_EQ(Needed(kGiB, 256 * kMiB), 2 * kGiB); }

TEST(TemporarySpace, IsThatOfTheLargestMergeToo) {
  EXPECT_EQ(Needed(50 * kGiB, 256 * kMiB), (100 + 4) * kGiB);
  // Here all rows may have to be merged once more.
  EXPECT_EQ(Needed(100 * kGiB, 256 * kMiB), 300 * kGiB);
  EXPECT_EQ(Needed(24 * kMiB, 1024), (48 + 24) * kMiB);
}

}  // namespace
}  // namespace earshot
