#include "events/csv/escapes.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

std::optional<std::string> Found(const std::string& text) {
  return DetectBackslashEscapes(text, /*is_whole=*/true, ',');
}

TEST(DetectBackslashEscapes, FindsThemWhereNothingElseFits) {
  EXPECT_EQ(Found("a,b\n\"x\\\"y\",1\n\"z\",2\n"),
            "1 of the first 2 rows do not fit the header as they are, but all do if backslashes escape");
  EXPECT_TRUE(Found("a,b\nx\\,y,1\nz,2\n").has_value());
  EXPECT_TRUE(Found("a,b\nx\\\ny,1\nz,2\n\n").has_value());
}

TEST(DetectBackslashEscapes, LeavesTheOthersAlone) {
  for (const char* text : {
           "a,b\nx\\\"y,1\n",                    // fits as it stands
           "a,b\n\"C:\\\",1\n\"x\"\"y\\\",2\n",  // a right file, as the standard has it
           "a,b\n\"x\\\"y\",1\n\"C:\\\",2\n",    // one row is wrong one way, one the other
           "a,b\n\"x\\\"y\",1\nshort\n",         // a row is wrong both ways
           "a,b\n\"x\"y,1\n",                    // no backslash
           "",
       }) {
    EXPECT_FALSE(Found(text).has_value()) << text;
  }
}

TEST(DetectBackslashEscapes, DoesNotJudgeARowThatIsCutOff) {
  EXPECT_FALSE(DetectBackslashEscapes("a,b\nx\\\\,1\n\"x\\\"y", /*is_whole=*/false, ',').has_value());
  EXPECT_TRUE(DetectBackslashEscapes("a,b\n\"x\\\"y\",1\n\"x\\\"y", /*is_whole=*/false, ',').has_value());
}

}  // namespace
}  // namespace earshot
