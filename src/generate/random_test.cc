#include "generate/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace earshot {
namespace {

// The numbers are part of the generator's promise: the same seed gives the same files on every machine, and in every
// version that does not announce a change.
TEST(Random, GivesTheSameNumbersEverywhere) {
  Random random({1, 2, 3});
  const std::vector<uint64_t> first = {random.Next(), random.Next(), random.Next()};
  EXPECT_THAT(first, testing::ElementsAre(8137338547440760092U, 7288117142663666633U, 1087262427247426457U));
}

TEST(Random, GivesOtherNumbersForOtherParts) {
  EXPECT_NE(Random({1, 2}).Next(), Random({2, 1}).Next());
  EXPECT_NE(Random({1}).Next(), Random({1, 0}).Next());
  EXPECT_NE(Random({0}).Next(), Random({0, 0}).Next());
}

TEST(Random, StaysWithinItsBounds) {
  EXPECT_TRUE(rc::check("Below and Between", [](uint64_t seed, uint16_t low, uint16_t more) {
    Random random({seed});
    RC_ASSERT(random.Below(uint32_t{more} + 1) <= more);
    const uint32_t between = random.Between(low, uint32_t{low} + more);
    RC_ASSERT(between >= low);
    RC_ASSERT(between <= uint32_t{low} + more);
  }));
}

TEST(Random, ChanceComesAsOftenAsItSays) {
  Random random({7});
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) hits += random.Chance(250) ? 1 : 0;
  EXPECT_NEAR(hits, 25'000, 1'000);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_FALSE(random.Chance(0));
    EXPECT_TRUE(random.Chance(1000));
  }
}

}  // namespace
}  // namespace earshot
