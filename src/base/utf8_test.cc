#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace earshot {
namespace {

TEST(FindInvalidUtf8, TakesEveryLengthOfSequence) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("plain text of more than eight bytes"));
  EXPECT_TRUE(IsUtf8("Bj\xC3\xB6rk \xE2\x82\xAC \xF0\x9F\x8E\xB5 and on"));
  EXPECT_TRUE(IsUtf8("\xF4\x8F\xBF\xBF"));
}

TEST(FindInvalidUtf8, TellsWhereItGoesWrong) {
  EXPECT_EQ(FindInvalidUtf8("12345678901\xE9t\xE9"), 11u);  // Latin-1
  EXPECT_EQ(FindInvalidUtf8("ab\xC3"), 2u);                 // cut off
  EXPECT_EQ(FindInvalidUtf8("\x80"), 0u);                   // goes on from nothing
  EXPECT_EQ(FindInvalidUtf8("\xC0\xAF"), 0u);               // overlong, two bytes
  EXPECT_EQ(FindInvalidUtf8("\xE0\x9F\xBF"), 0u);           // overlong, three bytes
  EXPECT_EQ(FindInvalidUtf8("\xF0\x8F\xBF\xBF"), 0u);       // overlong, four bytes
  EXPECT_EQ(FindInvalidUtf8("\xED\xA0\x80"), 0u);           // a surrogate
  EXPECT_EQ(FindInvalidUtf8("\xF4\x90\x80\x80"), 0u);       // above U+10FFFF
}

}  // namespace
}  // namespace earshot
