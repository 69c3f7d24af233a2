#include "base/check.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(CheckDeathTest, PrintsTheConditionAndAborts) {
  EXPECT_DEATH(EARSHOT_CHECK(1 + 1 == 3), "check_test.cc:[0-9]+: check failed: 1 \\+ 1 == 3");
}

TEST(Check, EvaluatesItsConditionOnce) {
  int count = 0;
  EARSHOT_CHECK(++count == 1);
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace earshot
