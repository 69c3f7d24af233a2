#include "stores/sstable/key_sketch.h"

#include <gtest/gtest.h>

#include "cql/murmur2.h"
#include "stores/sstable/sstable_testing.h"

namespace earshot {
namespace {

std::string BytesOf(const KeySketch& sketch) {
  std::string bytes;
  sketch.AppendTo(&bytes);
  return bytes;
}

// The bytes of HyperLogLogPlus(13, 25) of stream-lib 2.5.2, by length and checksum; so many keys have the dense form.
TEST(KeySketch, IsThatOfCassandra) {
  KeySketch sketch;
  for (int64_t key = 0; key < 20'000; ++key) {
    std::string bytes;
    AppendBigEndian(key, &bytes);
    sketch.Add(CassandraMurmur2(bytes));
  }
  const std::string bytes = BytesOf(sketch);
  EXPECT_EQ(bytes.size(), 5473U);
  EXPECT_EQ(HexOf(bytes.substr(0, 24)),
            "fffffffe"
            "0d19"
            "00"
            "d82a"
            "045384a1021088e5042084c108120c");
  EXPECT_EQ(Crc32(bytes), 0x55e3aafdU);
}

TEST(KeySketch, KeepsTheLongestRunOfZeroesAfterTheIndex) {
  const auto first_register = [](const std::vector<uint64_t>& hashes) {
    KeySketch sketch;
    for (const uint64_t hash : hashes) sketch.Add(hash);
    return ReadBigEndian<uint32_t>(BytesOf(sketch).data() + 9) & 31;
  };
  const auto with_zeroes = [](int zeroes) { return uint64_t{1} << (63 - 13 - zeroes); };
  EXPECT_EQ(first_register({}), 0U);
  EXPECT_EQ(first_register({with_zeroes(0)}), 1U);
  EXPECT_EQ(first_register({with_zeroes(4), with_zeroes(7), with_zeroes(2)}), 8U);
  // A register has five bits.
  EXPECT_EQ(first_register({with_zeroes(30)}), 31U);
  EXPECT_EQ(first_register({with_zeroes(31)}), 31U);
  EXPECT_EQ(first_register({0}), 31U);
}

TEST(KeySketch, HasSixRegistersInAWord) {
  KeySketch sketch;
  sketch.Add(uint64_t{1} << 50 | uint64_t{7} << 51);  // the eighth register: 1
  EXPECT_EQ(HexOf(BytesOf(sketch).substr(9, 8)),
            "00000000"
            "00000020");
}

}  // namespace
}  // namespace earshot
