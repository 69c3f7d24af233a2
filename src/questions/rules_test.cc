#include "questions/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Question Listeners() {
  Question question;
  question.name = "listeners";
  question.given = {"song", "level"};
  question.answer = {"first_name"};
  return question;
}

// The only mistake of `question`, as "key[item]: reason"; "" where there is none.
std::string OnlyMistakeOf(const Question& question) {
  const std::vector<RuleViolation> mistakes = ViolationsOf(question);
  EXPECT_LE(mistakes.size(), 1u);
  if (mistakes.empty()) return "";
  return fmt::format("{}[{}]: {}", mistakes[0].key, mistakes[0].item, mistakes[0].reason);
}

std::string MistakeOfName(const std::string& name) {
  Question question = Listeners();
  question.name = name;
  return OnlyMistakeOf(question);
}

TEST(ViolationsOf, TakesEveryNameThatATableCanHave) {
  EXPECT_EQ(MistakeOfName("a"), "");
  EXPECT_EQ(MistakeOfName("top_10_songs"), "");
  EXPECT_EQ(MistakeOfName(std::string(48, 'x')), "");
  EXPECT_EQ(MistakeOfName("selected"), "");
}

TEST(ViolationsOf, RefusesOtherNames) {
  EXPECT_EQ(MistakeOfName(""), "name[0]: it has no name");
  EXPECT_EQ(MistakeOfName(std::string(49, 'x')), "name[0]: the name has 49 letters, and a table's can have 48 at most");
  EXPECT_EQ(MistakeOfName("sqlite_songs"), "name[0]: names that begin with \"sqlite_\" belong to SQLite itself");
  EXPECT_EQ(MistakeOfName("earshot_batch"), "name[0]: names that begin with \"earshot_\" belong to earshot itself");
  for (const char* name : {"Songs", "1song", "_song", "song-at", "song at", "s\xc3\xb6ng", "song;", "songS"}) {
    EXPECT_THAT(MistakeOfName(name), HasSubstr("a name begins with a letter from a to z")) << name;
  }
  for (const char* name : {"table", "select", "order", "with", "add", "token"}) {
    EXPECT_EQ(MistakeOfName(name), "name[0]: the name is a word that CQL takes for itself") << name;
  }
}

TEST(ViolationsOf, RefusesWordsThatSteerATerminal) {
  Question question = Listeners();
  question.asks = "Who?\x1b[2J";
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("asks[0]: the question in words must be one line"));
  question.asks = "W\xc3\xa9r?";
  EXPECT_EQ(OnlyMistakeOf(question), "");
}

TEST(ViolationsOf, NeedsGivenAndAnswer) {
  Question question = Listeners();
  question.given.clear();
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("given[0]: nothing is given"));
  question = Listeners();
  question.answer.clear();
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("answer[0]: it has no answer"));
}

TEST(ViolationsOf, RefusesTheSameColumnTwice) {
  Question question = Listeners();
  question.given = {"song", "level", "song"};
  EXPECT_EQ(OnlyMistakeOf(question), "given[2]: given names the same column twice: \"song\"");
  question = Listeners();
  question.answer = {"artist", "artist"};
  EXPECT_EQ(OnlyMistakeOf(question), "answer[1]: answer names the same column twice: \"artist\"");
  question = Listeners();
  question.order = {{"length", false}, {"song", false}};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("order[1]: given and order name the same column: \"song\""));
  question = Listeners();
  question.one_per = {"level"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("one_per[0]: given and one_per name the same column: \"level\""));
}

TEST(ViolationsOf, RefusesAPartitionThatIsNotGiven) {
  Question question = Listeners();
  question.partition = {"song", "user_id"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("partition[1]: partition names \"user_id\", which is not given"));
}

TEST(ViolationsOf, RefusesAnOrderThatWouldBreakOnePer) {
  Question question = Listeners();
  question.one_per = {"user_id"};
  question.order = {{"user_id", true}};
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.order.push_back({"length", false});
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("order[1]: order names \"length\", which one_per does not"));
}

TEST(ViolationsOf, FindsSeveralAtOnce) {
  Question question = Listeners();
  question.name = "Bad";
  question.given = {"title"};
  question.answer = {};
  EXPECT_THAT(ViolationsOf(question), SizeIs(3));
}

}  // namespace
}  // namespace earshot
