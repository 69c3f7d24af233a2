#include "stores/sstable/index_summary.h"

#include <gtest/gtest.h>

#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

TEST(IndexSummary, OfOneKeyHasItThreeTimes) {
  IndexSummary summary;
  summary.Add("key", 0);
  EXPECT_EQ(HexOf(summary.Serialized()),
            "00000080"
            "00000001"
            "000000000000000f"
            "00000080"
            "00000001"
            "04000000" +
                HexOf("key") +
                "0000000000000000"
                "00000003" +
                HexOf("key") + "00000003" + HexOf("key"));
}

TEST(IndexSummary, HasEvery128thKeyFirstAndLast) {
  IndexSummary summary;
  for (uint64_t key = 0; key <= 256; ++key) summary.Add(fmt::format("{:03}", key), 1000 + key);
  EXPECT_EQ(summary.keys(), 257U);
  EXPECT_EQ(HexOf(summary.Serialized()),
            "00000080"
            "00000003"
            "000000000000002d"
            "00000080"
            "00000003"
            // Where each entry begins, and where in the index its key is, are little-endian.
            "0c000000"
            "17000000"
            "22000000" +
                HexOf("000") + "e803000000000000" + HexOf("128") + "6804000000000000" + HexOf("256") +
                "e804000000000000"
                "00000003" +
                HexOf("000") + "00000003" + HexOf("256"));
}

TEST(IndexSummary, CountsIntervalsThatHaveBegun) {
  const auto intervals = [](uint64_t keys) {
    IndexSummary summary;
    for (uint64_t key = 0; key < keys; ++key) summary.Add("k", key);
    return ReadBigEndian<int32_t>(summary.Serialized().data() + 20);
  };
  EXPECT_EQ(intervals(1), 1);
  EXPECT_EQ(intervals(128), 1);
  EXPECT_EQ(intervals(129), 2);
}

}  // namespace
}  // namespace earshot
