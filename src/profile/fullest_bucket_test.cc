#include "profile/fullest_bucket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace earshot {
namespace {

uint64_t FullestOf(uint64_t rows, uint64_t buckets, std::mt19937_64* random) {
  std::vector<uint64_t> filled(buckets);
  std::uniform_int_distribution<size_t> choose(0, buckets - 1);
  for (uint64_t i = 0; i < rows; ++i) ++filled[choose(*random)];
  return *std::max_element(filled.begin(), filled.end());
}

TEST(RowsOfFullestBucket, HoldsAsOftenAsItSays) {
  constexpr int kTrials = 400;
  std::mt19937_64 random(1);
  for (const uint64_t buckets : {2U, 32U, 1000U}) {
    for (const uint64_t rows : {10U, 700U, 20'000U}) {
      const double most = RowsOfFullestBucket(static_cast<double>(rows), buckets, 0.1);
      int beyond = 0;
      for (int trial = 0; trial < kTrials; ++trial) {
        if (static_cast<double>(FullestOf(rows, buckets, &random)) > most) ++beyond;
      }
      EXPECT_LE(beyond, kTrials / 10) << rows << " rows in " << buckets;
    }
  }
}

TEST(RowsOfFullestBucket, IsLittleMoreThanTheirShareOfManyRows) {
  EXPECT_NEAR(RowsOfFullestBucket(1e9, 100, 0.001), 1e7, 2e4);
  EXPECT_GT(RowsOfFullestBucket(1e9, 100, 0.001), RowsOfFullestBucket(1e9, 100, 0.5));
}

}  // namespace
}  // namespace earshot
