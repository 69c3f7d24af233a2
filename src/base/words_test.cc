#include "base/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SplitWords, AtWhiteSpace) {
  EXPECT_THAT(SplitWords("").value(), IsEmpty());
  EXPECT_THAT(SplitWords(" \t\n ").value(), IsEmpty());
  EXPECT_THAT(SplitWords("  song_at session_id=338\titem_in_session=4\n").value(),
              ElementsAre("song_at", "session_id=338", "item_in_session=4"));
}

TEST(SplitWords, QuotesKeepAWordTogether) {
  EXPECT_THAT(SplitWords("'song=Greece 2000'").value(), ElementsAre("song=Greece 2000"));
  EXPECT_THAT(SplitWords("song=\"It's\"").value(), ElementsAre("song=It's"));
  EXPECT_THAT(SplitWords("a'b c'd \"\"").value(), ElementsAre("ab cd", ""));
}

TEST(SplitWords, AnOpenQuoteIsAUsageError) {
  const Status status = SplitWords("song='Greece").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(MessageOf(status), HasSubstr("is not closed"));
}

TEST(QuoteWord, LeavesPlainWordsAsTheyAre) {
  EXPECT_EQ(QuoteWord("session_id=338"), "session_id=338");
  EXPECT_EQ(QuoteWord("song=Greece 2000"), "'song=Greece 2000'");
  EXPECT_EQ(QuoteWord("song=It's"), "'song=It'\\''s'");
  EXPECT_EQ(QuoteWord(""), "''");
  EXPECT_EQ(QuoteWord("song={a,b}"), "'song={a,b}'");
  EXPECT_EQ(QuoteWord("artist=Björk"), "artist=Björk");
}

// A single quote is written with a backslash, which only a shell reads.
RC_GTEST_PROP(QuoteWord, IsSplitBackIntoTheSameWord, (std::vector<std::string> words)) {
  std::string line;
  for (std::string& word : words) {
    std::erase(word, '\'');
    line += " " + QuoteWord(word);
  }
  const StatusOr<std::vector<std::string>> split = SplitWords(line);
  RC_ASSERT(split.ok());
  RC_ASSERT(*split == words);
}

}  // namespace
}  // namespace earshot
