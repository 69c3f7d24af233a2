#include "events/nothing.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

TEST(Nothing, WordsAreKnownAsTheyAreWrittenOnly) {
  for (const std::string_view word : kNullWords) EXPECT_EQ(kNullWords.at(FindNullWord(word)), word);
  for (const char* word : {"", "Null", "NULLs", " NULL", "none", "Nan", "N", "\\n"}) {
    EXPECT_EQ(FindNullWord(word), kNullWords.size()) << word;
  }
}

TEST(Nothing, BlanksAreThoseOfEveryScript) {
  for (const char* text : {"", " ", "\t \r\n", "\u00A0", " \u3000\u2009 ", "\u200B", "\uFEFF"}) {
    EXPECT_TRUE(IsBlank(text)) << text;
  }
  for (const char* text : {"a", " a", "\u00A0.", "\u3042", "\xC2", "-", "0"}) EXPECT_FALSE(IsBlank(text)) << text;
}

TEST(Nothing, TheQuickQuestionIsAnsweredOnlyWhereItIsSure) {
  for (const std::string_view word : kNullWords) EXPECT_TRUE(MayBeNothing(word)) << word;
  for (const char* text : {"", " ", "\t", "\u00A0", "\u1680", "\u2009", "\u3000", "\uFEFF"}) {
    EXPECT_TRUE(MayBeNothing(text)) << text;
  }
  for (const char* text : {"Muses", "Nulls", "Bj\u00F6rk", "\u00C1lvaro", "U2", "0", "-", "\u0410"})
    EXPECT_FALSE(MayBeNothing(text)) << text;
}

}  // namespace
}  // namespace earshot
