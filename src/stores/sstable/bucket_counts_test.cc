#include "stores/sstable/bucket_counts.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/bytes.h"

namespace earshot {
namespace {

struct Bucket {
  uint64_t bound = 0;
  uint64_t count = 0;
};

std::vector<Bucket> BucketsOf(const BucketCounts& counts) {
  std::string bytes;
  counts.AppendTo(&bytes);
  std::vector<Bucket> buckets(static_cast<size_t>(ReadBigEndian<int32_t>(bytes.data())));
  EXPECT_EQ(bytes.size(), 4 + 16 * buckets.size());
  for (size_t i = 0; i < buckets.size(); ++i) {
    buckets[i] = {ReadBigEndian<uint64_t>(bytes.data() + 4 + 16 * i),
                  ReadBigEndian<uint64_t>(bytes.data() + 12 + 16 * i)};
  }
  return buckets;
}

// What EstimatedHistogram of Cassandra 5.0.8 gives; the first bound comes twice.
TEST(BucketCounts, HaveTheBoundsOfCassandra) {
  const std::vector<Bucket> buckets = BucketsOf(BucketCounts(155));
  ASSERT_EQ(buckets.size(), 156U);
  const std::vector<uint64_t> first = {1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24};
  for (size_t i = 0; i < first.size(); ++i) EXPECT_EQ(buckets[i].bound, first[i]) << i;
  EXPECT_EQ(buckets[155].bound, 3'520'571'548'412U);
  EXPECT_EQ(BucketsOf(BucketCounts(118))[118].bound, 4'139'110'981U);
}

// The bucket of a value is that with the first bound which is not below it.
TEST(BucketCounts, CountAValueInTheBucketThatEndsAtItOrAfterIt) {
  const auto bucket_of = [](uint64_t value) {
    BucketCounts counts(155);
    counts.Add(value);
    const std::vector<Bucket> buckets = BucketsOf(counts);
    for (size_t i = 0; i < buckets.size(); ++i) {
      if (buckets[i].count == 1) return i;
    }
    return buckets.size();
  };
  EXPECT_EQ(bucket_of(0), 0U);
  EXPECT_EQ(bucket_of(1), 0U);
  EXPECT_EQ(bucket_of(2), 1U);
  EXPECT_EQ(bucket_of(9), 8U);
  EXPECT_EQ(bucket_of(10), 8U);
  EXPECT_EQ(bucket_of(11), 9U);
  EXPECT_EQ(bucket_of(3'520'571'548'412), 154U);
  EXPECT_EQ(bucket_of(3'520'571'548'413), 155U);
  EXPECT_EQ(bucket_of(std::numeric_limits<uint64_t>::max()), 155U);
}

TEST(BucketCounts, AddUp) {
  BucketCounts counts(118);
  for (const uint64_t value : {9U, 10U, 10U, 11U}) counts.Add(value);
  EXPECT_EQ(BucketsOf(counts)[8].count, 3U);
  EXPECT_EQ(BucketsOf(counts)[9].count, 1U);
}

}  // namespace
}  // namespace earshot
