#include "cli/text_width.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(TextWidth, OfAsciiIsItsLength) {
  EXPECT_EQ(TextWidth(""), 0);
  EXPECT_EQ(TextWidth("Harbour"), 7);
}

TEST(TextWidth, CountsCharactersAndNotBytes) { EXPECT_EQ(TextWidth("D\u00e9j\u00e0 vu"), 7); }

TEST(TextWidth, EastAsianCharactersTakeTwoColumns) {
  EXPECT_EQ(TextWidth("\u6771\u4eac"), 4);
  EXPECT_EQ(TextWidth("a\u6771b"), 4);
}

TEST(TextWidth, CombiningCharactersTakeNone) { EXPECT_EQ(TextWidth("e\u0301"), 1); }

TEST(TextWidth, OfWhatIsNotUtf8IsItsBytes) { EXPECT_EQ(TextWidth("ab\xff"), 3); }

}  // namespace
}  // namespace earshot
