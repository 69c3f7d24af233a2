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

RC_GTEST_PROP(Vint, IsTakenBack, (uint64_t value)) {
  const uint64_t shorter = value >> *rc::gen::inRange(0, 64);
  const std::string bytes = VintOf(shorter);
  RC_ASSERT(VintBytes(shorter) == bytes.size());
  const std::string followed = bytes + "rest";
  std::string_view rest = followed;
  uint64_t taken = 0;
  RC_ASSERT(TakeVint(&rest, &taken));
  RC_ASSERT(taken == shorter);
  RC_ASSERT(rest == "rest");
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string_view cut = std::string_view(bytes).substr(0, i);
    RC_ASSERT(!TakeVint(&cut, &taken));
  }
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
