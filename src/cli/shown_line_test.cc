#include "cli/shown_line.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

constexpr std::string_view kText = "[[question]]\r\nasks\t= \"\xE6\x9D\xB1\xE4\xBA\xAC\" # odd\nname = \"a\"";

TEST(WithShownLine, MarksThePlace) {
  EXPECT_EQ(WithShownLine("q.toml:3:8: wrong", "q.toml", kText), "q.toml:3:8: wrong\n  name = \"a\"\n         ^");
  EXPECT_EQ(WithShownLine("q.toml:1:1: wrong", "q.toml", kText), "q.toml:1:1: wrong\n  [[question]]\n  ^");
}

TEST(WithShownLine, CountsCharactersAndTheirWidth) {
  EXPECT_EQ(WithShownLine("q.toml:2:12: wrong", "q.toml", kText),
            "q.toml:2:12: wrong\n  asks = \"\xE6\x9D\xB1\xE4\xBA\xAC\" # odd\n               ^");
}

TEST(WithShownLine, ShowsNoControlCharacters) {
  EXPECT_EQ(WithShownLine("q.toml:1:1: a\033[31m", "q.toml", "b\033[31m"), "q.toml:1:1: a [31m\n  b [31m\n  ^");
  EXPECT_EQ(WithShownLine("cannot read a\033[31m", "q.toml", ""), "cannot read a [31m");
}

TEST(WithShownLine, LeavesOtherMessagesAsTheyAre) {
  for (const char* message : {"cannot read q.toml", "q.toml: empty", "q.toml:3: wrong", "q.toml:x:1: wrong",
                              "q.toml:0:1: wrong", "q.toml:9:1: wrong", "other.toml:1:1: wrong"}) {
    EXPECT_EQ(WithShownLine(message, "q.toml", kText), message);
  }
  EXPECT_EQ(WithShownLine("q.toml:1:1: wrong", "q.toml", std::string(300, 'x')), "q.toml:1:1: wrong");
  EXPECT_EQ(WithShownLine("q.toml:1:1: wrong", "q.toml", "a \xFF"), "q.toml:1:1: wrong");
}

}  // namespace
}  // namespace earshot
