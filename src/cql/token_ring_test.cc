#include "cql/token_ring.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace earshot {
namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();

TEST(TokenRing, RangesIncludeTheirEndsAndTheFirstGoesAroundTheRing) {
  TokenRing ring;
  ring.ranges = {{-100, {0}}, {0, {1}}, {100, {2}}};
  const auto owner_of = [&](int64_t token) { return ring.RangeOf(token).owners.front(); };
  EXPECT_EQ(owner_of(kLeast), 0U);
  EXPECT_EQ(owner_of(-100), 0U);
  EXPECT_EQ(owner_of(-99), 1U);
  EXPECT_EQ(owner_of(0), 1U);
  EXPECT_EQ(owner_of(1), 2U);
  EXPECT_EQ(owner_of(100), 2U);
  EXPECT_EQ(owner_of(101), 0U);
  EXPECT_EQ(owner_of(kGreatest), 0U);
}

TEST(TokenRing, OfOneNodeIsItsWholly) {
  const TokenRing ring = RingOfOneNode();
  ASSERT_EQ(ring.nodes.size(), 1U);
  for (const int64_t token : {kLeast, int64_t{0}, kGreatest}) EXPECT_EQ(ring.RangeOf(token).owners.front(), 0U);
}

}  // namespace
}  // namespace earshot
