#include "stores/sstable/key_filter.h"

#include <gtest/gtest.h>

#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

// Of user 1 and session 1, as Cassandra 5.0.8 has written it.
TEST(KeyFilter, IsThatOfCassandra) {
  KeyFilter filter(1);
  filter.Add(HashOfKey(std::string("\0\x08\0\0\0\0\0\0\0\x01\0\0\x08\0\0\0\0\0\0\0\x01\0", 22)));
  EXPECT_EQ(HexOf(filter.Serialized()),
            "00000005"
            "00000001"
            "2010400080000200");
}

TEST(KeyFilter, HasTenBitsForEachKeyAndSomeMore) {
  const auto words = [](uint64_t keys) { return (KeyFilter(keys).Serialized().size() - 8) / 8; };
  EXPECT_EQ(words(4), 1U);   // 60 - 1 bits
  EXPECT_EQ(words(5), 2U);   // 70 - 1
  EXPECT_EQ(words(10), 2U);  // 120 - 1
  EXPECT_EQ(words(11), 3U);  // 130 - 1
  EXPECT_EQ(words(1'000'000), 156'251U);
}

// Each key sets five bits at most, and as many on average as are half of the bits.
TEST(KeyFilter, SpreadsTheKeys) {
  constexpr uint64_t kKeys = 10'000;
  KeyFilter filter(kKeys);
  for (uint64_t key = 0; key < kKeys; ++key) filter.Add(HashOfKey(std::to_string(key)));
  size_t bits = 0;
  for (const char byte : filter.Serialized().substr(8)) {
    bits += static_cast<size_t>(__builtin_popcount(static_cast<unsigned char>(byte)));
  }
  // 1 - e^(-5/10) of 100,032 bits.
  EXPECT_NEAR(static_cast<double>(bits), 39'360, 500);
}

}  // namespace
}  // namespace earshot
