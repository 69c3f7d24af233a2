#include "cql/ring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Ring, IsDividedIntoEqualParts) {
  EXPECT_THAT(DivideRing(0), IsEmpty());
  EXPECT_THAT(DivideRing(1), IsEmpty());
  EXPECT_THAT(DivideRing(2), ElementsAre(0));
  EXPECT_THAT(DivideRing(4), ElementsAre(-(int64_t{1} << 62), 0, int64_t{1} << 62));
}

TEST(Ring, TokensSortAsTheirBytes) {
  std::string previous;
  for (const int64_t token : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0}, int64_t{1},
                              std::numeric_limits<int64_t>::max()}) {
    std::string bytes;
    AppendToken(token, &bytes);
    EXPECT_EQ(bytes.size(), kTokenBytes);
    EXPECT_EQ(TokenOf(bytes), token);
    EXPECT_LT(previous, bytes);
    previous = bytes;
  }
}

TEST(RingDeathTest, ChecksThatASortKeyHasAToken) {
  EXPECT_DEATH(static_cast<void>(TokenOf("1234567")), "check failed");
}

}  // namespace
}  // namespace earshot
