#include "cli/reference/wrap_text.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(WrapText, BreaksAtSpaces) {
  EXPECT_EQ(WrapText("", 10, 2), "");
  EXPECT_EQ(WrapText("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(WrapText("a-very-long-word b", 4, 1), "a-very-long-word\n b");
  EXPECT_EQ(WrapText("fits in it", 10, 2), "fits in it");
}

}  // namespace
}  // namespace earshot
