#include "cql/byte_costs.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(RowOverheadBytes, IsWhatTheServerCountsLessTheLengthsOfTheCells) {
  EXPECT_EQ(RowOverheadBytes(2, 3), 64U + 3 * 20 - 5 * 4);
  EXPECT_EQ(RowOverheadBytes(1, 0), 64U - 4);
  EXPECT_EQ(RowOverheadBytes(100, 0), 0U);
}

}  // namespace
}  // namespace earshot
