#include "questions/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::EndsWith;
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

Question Counted() {
  Question question = Listeners();
  question.one_per = {"user_id"};
  question.measures = {{"plays", MeasureFunction::kCount, ""}};
  question.answer = {"user_id", "plays"};
  return question;
}

TEST(ViolationsOf, TakesMeasuresInAnswerAndOrder) {
  Question question = Counted();
  question.order = {{"plays", true}};
  question.limit = 10;
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.order.clear();
  question.limit = 0;
  question.one_per = std::vector<std::string>();
  question.answer = {"plays"};
  EXPECT_EQ(OnlyMistakeOf(question), "");
}

TEST(ViolationsOf, RefusesMeasuresThatCannotBe) {
  Question question = Counted();
  question.one_per.reset();
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("measures[0]: measures are taken over several records"));
  question = Counted();
  question.answer = {"user_id"};
  EXPECT_EQ(OnlyMistakeOf(question),
            "measures[0]: the measure \"plays\" is neither answered nor in order; leave it out");
  question = Counted();
  question.measures.front() = {"artist", MeasureFunction::kCount, ""};
  question.answer = {"artist"};
  EXPECT_EQ(OnlyMistakeOf(question), "measures[0]: \"artist\" is a column already; call the measure otherwise");
  question.measures.front() = {"top plays", MeasureFunction::kCount, ""};
  question.answer = {"top plays"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("measures[0]: \"top plays\" cannot name a measure"));
  question.measures.front() = {"total", MeasureFunction::kSum, "lenght"};
  question.answer = {"total"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("not a column of plays; did you mean \"length\"?"));
  question.measures.front() = {"total", MeasureFunction::kSum, "song"};
  EXPECT_EQ(OnlyMistakeOf(question), "measures[0]: total is \"sum song\", but song is text, and sum needs numbers");
  question = Counted();
  question.given = {"song", "plays"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("given[1]: given names the measure \"plays\""));
}

TEST(ViolationsOf, RefusesMoreMeasuresThanARowCanHave) {
  Question question = Counted();
  question.measures.clear();
  question.answer.clear();
  for (size_t i = 0; i < kMeasuresMax; ++i) {
    question.answer.push_back(fmt::format("m{}", i));
    question.measures.push_back({question.answer.back(), MeasureFunction::kCount, ""});
  }
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.answer.emplace_back("one_more");
  question.measures.push_back({"one_more", MeasureFunction::kCount, ""});
  EXPECT_EQ(OnlyMistakeOf(question), "measures[100]: there are 101 measures, and a question can have 100");
}

TEST(ViolationsOf, RefusesOrderAndLimitOfASingleRow) {
  Question question = Counted();
  question.one_per = std::vector<std::string>();
  question.answer = {"plays"};
  question.order = {{"plays", true}};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("order[0]: with one_per = [] there is one row"));
  question.order.clear();
  question.limit = 3;
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("limit[0]: with one_per = [] there is one row"));
  question = Counted();
  question.limit = 3;
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("limit[0]: limit keeps the first rows of each answer; let order say"));
}

TEST(ViolationsOf, RefusesFiltersThatNoRecordPasses) {
  Question question = Listeners();
  question.only = {{"level", {"paid"}}, {"user_id", {"7", "seven"}}};
  EXPECT_EQ(OnlyMistakeOf(question), "only[1]: only has user_id = \"seven\", which is not a whole number");
  question.only = {{"levl", {"paid"}}};
  EXPECT_THAT(OnlyMistakeOf(question),
              HasSubstr("only[0]: only names \"levl\", which is not a column of plays; did you"));
}

TEST(ViolationsOf, RefusesAFewPartitionsOfTheWholeWorld) {
  Question question = Listeners();
  question.given = {"level", "gender"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("given[0]: level, gender have a few values"));
  question.one_per = {"user_id"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("have a few values"));
  question.buckets = 16;
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.limit = 9;
  question.order = {{"user_id", false}};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("buckets[0]: limit keeps the first rows of an answer that is in one"));
  question.buckets = 0;
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question = Listeners();
  question.given = {"level"};
  question.one_per = {"day"};
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.buckets = 1;
  EXPECT_EQ(OnlyMistakeOf(question), "buckets[0]: buckets is 1; it can be 2 to 1000");
}

// What is given and not in the partition is in its rows.
TEST(ViolationsOf, RefusesAFewPartitionsOfTheWorldThatGivenWouldDivide) {
  Question question = Listeners();
  question.given = {"level", "song"};
  question.partition = {"level"};
  EXPECT_EQ(OnlyMistakeOf(question),
            "partition[0]: level has a few values, so that a few partitions would hold all rows of the world; name "
            "what else is given in partition as well, or leave partition out, or spread the rows over buckets");
  question.one_per = std::vector<std::string>();
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("partition[0]: level has a few values"));
  question.one_per = {"region"};
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("partition[0]: level has a few values"));
  question.one_per.reset();
  question.order = {{"length", false}};
  question.limit = 1000;
  EXPECT_THAT(OnlyMistakeOf(question), EndsWith("or leave partition out"));
  question.given = {"level", "day"};
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.limit = 0;
  EXPECT_THAT(OnlyMistakeOf(question), HasSubstr("partition[0]: level has a few values"));
  question.order.clear();
  question.one_per = {"region"};
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.one_per = {"user_id"};
  question.buckets = 16;
  EXPECT_EQ(OnlyMistakeOf(question), "");
  question.buckets = 0;
  question.given = {"song", "artist"};
  question.partition = {"song"};
  EXPECT_EQ(OnlyMistakeOf(question), "");
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
