#include "base/printable.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(Printable, ShowsTextAndEscapesTheRest) {
  EXPECT_EQ(Printable("Jóga, 夜 \"x\"", 80), "Jóga, 夜 \"x\"");
  EXPECT_EQ(Printable(std::string_view("\x1B[2J\0\x7F", 6), 80), "\\x1B[2J\\x00\\x7F");
  EXPECT_EQ(Printable("\xC2\x9B\xC2\xA0", 80), "\\xC2\\x9B\xC2\xA0") << "a terminal takes U+009B for an escape";
  EXPECT_EQ(Printable("a\xFF", 80), "a\\xFF");
  EXPECT_EQ(Printable("aé", 2), "a...") << "no half of a character";
  EXPECT_EQ(Printable("aé", 3), "aé");
}

TEST(WithoutControls, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(WithoutControls("evil \x1B[31mred\x07\ttab\x7F"), "evil  [31mred  tab ");
  EXPECT_EQ(WithoutControls("C1 \xC2\x9B!"), "C1  !");
  for (const std::string mark : {"\u202E", "\u202A", "\u2066", "\u2069", "\u200E", "\u200F", "\u061C"}) {
    EXPECT_EQ(WithoutControls("a" + mark + "b"), "a b");
    EXPECT_EQ(Printable(mark, 80).substr(0, 2), "\\x");
  }
  EXPECT_EQ(WithoutControls(std::string(1, '\0')), " ");
}

TEST(WithoutControls, LeavesTextAsItIs) {
  EXPECT_EQ(WithoutControls("\xC2\xA0\xC3\x89t\xC3\xA9, \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x8E\xB5"),
            "\xC2\xA0\xC3\x89t\xC3\xA9, \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x8E\xB5");
  EXPECT_EQ(WithoutControls("\u2028\u2014\u2065\u206A\u0620\xE2\x80"), "\u2028\u2014\u2065\u206A\u0620\xE2\x80");
  EXPECT_EQ(WithoutControls("two\nlines\r", '\n'), "two\nlines ");
}

}  // namespace
}  // namespace earshot
