#include "base/printable.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(Printable, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(Printable("evil \x1B[31mred\x07\ttab\x7F"), "evil  [31mred  tab ");
  EXPECT_EQ(Printable("C1 \xC2\x9B!"), "C1   !");
  EXPECT_EQ(Printable(std::string(1, '\0')), " ");
}

TEST(Printable, LeavesTextAsItIs) {
  EXPECT_EQ(Printable("\xC2\xA0\xC3\x89t\xC3\xA9, \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x8E\xB5"),
            "\xC2\xA0\xC3\x89t\xC3\xA9, \xE6\x9D\xB1\xE4\xBA\xAC \xF0\x9F\x8E\xB5");
  EXPECT_EQ(Printable("two\nlines\r", '\n'), "two\nlines ");
}

}  // namespace
}  // namespace earshot
