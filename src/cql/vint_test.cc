#include "cql/vint.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace earshot {
namespace {

std::string VintOf(uint64_t value) {
  std::string bytes;
  AppendVint(value, &bytes);
  return bytes;
}

std::string SignedVintOf(int64_t value) {
  std::string bytes;
  AppendSignedVint(value, &bytes);
  return bytes;
}

TEST(Vint, HasAsManyOnesInFrontAsBytesFollow) {
  EXPECT_EQ(VintOf(0), std::string(1, '\0'));
  EXPECT_EQ(VintOf(127), "\x7f");
  EXPECT_EQ(VintOf(128), "\x80\x80");
  EXPECT_EQ(VintOf(16'383), "\xbf\xff");
  EXPECT_EQ(VintOf(16'384), std::string("\xc0\x40\x00", 3));
  EXPECT_EQ(VintOf((uint64_t{1} << 49) - 1), "\xfd\xff\xff\xff\xff\xff\xff");
  EXPECT_EQ(VintOf((uint64_t{1} << 56) - 1), "\xfe\xff\xff\xff\xff\xff\xff\xff");
  EXPECT_EQ(VintOf(uint64_t{1} << 56), std::string("\xff\x01\x00\x00\x00\x00\x00\x00\x00", 9));
  EXPECT_EQ(VintOf(std::numeric_limits<uint64_t>::max()), std::string(9, '\xff'));
}

TEST(Vint, OfSmallNegativeNumbersIsShort) {
  EXPECT_EQ(SignedVintOf(0), std::string(1, '\0'));
  EXPECT_EQ(SignedVintOf(-1), "\x01");
  EXPECT_EQ(SignedVintOf(1), "\x02");
  EXPECT_EQ(SignedVintOf(-64), "\x7f");
  EXPECT_EQ(SignedVintOf(64), "\x80\x80");
  EXPECT_EQ(SignedVintOf(std::numeric_limits<int64_t>::min()), std::string(9, '\xff'));
}

// As Cassandra reads them.
uint64_t ValueOf(const std::string& bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  size_t following = 0;
  while (following < 8 && (first & 0x80 >> following) != 0) ++following;
  uint64_t value = first & 0xff >> following;
  for (size_t i = 1; i < bytes.size(); ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return following + 1 == bytes.size() ? value : ~value;
}

RC_GTEST_PROP(Vint, IsReadBack, (uint64_t value)) {
  const uint64_t shorter = value >> *rc::gen::inRange(0, 64);
  const std::string bytes = VintOf(shorter);
  RC_ASSERT(ValueOf(bytes) == shorter);
  RC_ASSERT(VintBytes(shorter) == bytes.size());
}

TEST(VintBytes, GrowsWithTheValue) {
  EXPECT_EQ(VintBytes(0), 1U);
  EXPECT_EQ(VintBytes(127), 1U);
  EXPECT_EQ(VintBytes(128), 2U);
  EXPECT_EQ(VintBytes(16'383), 2U);
  EXPECT_EQ(VintBytes(16'384), 3U);
  EXPECT_EQ(VintBytes((uint64_t{1} << 56) - 1), 8U);
  EXPECT_EQ(VintBytes(uint64_t{1} << 56), 9U);
  EXPECT_EQ(VintBytes(~uint64_t{0}), 9U);
}

}  // namespace
}  // namespace earshot
