#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdio>

#include "questions/question.h"
#include "questions/table.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What is wrong with `text`, read as the file q.toml.
std::string MistakeIn(const std::string& text) { return MessageOf(ParseQuestions(text, "q.toml").status()); }

// A question without a mistake but for `lines`, which begin at line 3.
std::string With(const std::string& lines) { return "[[question]]\nname = \"asked\"\n" + lines; }

TEST(ParseQuestions, ReadsEveryKey) {
  const auto questions = ParseQuestions(R"(
      # A comment.
      [[question]]
      name = "top"
      asks = "What?"
      given = ["user_id", "level"]
      partition = ["user_id"]
      order = ["length desc", "song asc", "artist"]
      answer = ["song", "artist"]

      [[question]]
      name = "ears"
      given = ["song"]
      one_per = ["user_id"]
      answer = ["gender"]
  )",
                                        "q.toml");
  ASSERT_TRUE(questions.ok()) << questions.status();
  ASSERT_THAT(*questions, SizeIs(2));
  const Question& top = questions->front();
  EXPECT_EQ(top.name, "top");
  EXPECT_EQ(top.asks, "What?");
  EXPECT_EQ(top.line, 3u);
  EXPECT_THAT(top.given, ElementsAre("user_id", "level"));
  EXPECT_THAT(top.partition, ElementsAre("user_id"));
  ASSERT_THAT(top.order, SizeIs(3));
  EXPECT_EQ(top.order[0].name, "length");
  EXPECT_TRUE(top.order[0].descending);
  EXPECT_EQ(top.order[1].name, "song");
  EXPECT_FALSE(top.order[1].descending);
  EXPECT_FALSE(top.order[2].descending);
  EXPECT_THAT(top.answer, ElementsAre("song", "artist"));
  EXPECT_FALSE(top.one_per.has_value());
  EXPECT_EQ(questions->back().line, 11u);
  EXPECT_THAT(*questions->back().one_per, ElementsAre("user_id"));
}

TEST(ParseQuestions, RefusesInvalidTomlWithLineAndColumn) {
  EXPECT_THAT(MistakeIn("[[question]]\nname = \n"), StartsWith("q.toml:2:"));
  EXPECT_THAT(MistakeIn("[[question]]\nname = \"a\"\nname = \"b\"\n"), StartsWith("q.toml:3:"));
  EXPECT_THAT(MistakeIn("[[question]]\nname = \"\xff\"\n"), StartsWith("q.toml:2:8: invalid TOML"));
}

TEST(ParseQuestions, RefusesATextWithoutQuestions) {
  EXPECT_THAT(MistakeIn(""), StartsWith("q.toml:1:1: there is no question"));
  EXPECT_THAT(MistakeIn("# nothing yet\n"), StartsWith("q.toml:1:1: there is no question"));
  EXPECT_THAT(MistakeIn("question = []\n"), StartsWith("q.toml:1:12: there is no question"));
}

TEST(ParseQuestions, RefusesOtherShapes) {
  EXPECT_EQ(MistakeIn("[[questions]]\nname = \"a\"\n"),
            "q.toml:1:3: unknown key \"questions\"; did you mean \"question\"?");
  EXPECT_THAT(MistakeIn("[question]\nname = \"a\"\n"), HasSubstr("a question begins with [[question]]"));
  EXPECT_THAT(MistakeIn("question = [1]\n"), StartsWith("q.toml:1:13: a question is a table"));
}

TEST(ParseQuestions, RefusesUnknownKeysAndWrongTypes) {
  EXPECT_EQ(MistakeIn(With("ordr = [\"song\"]")),
            "q.toml:3:1: question \"asked\": unknown key \"ordr\"; did you mean \"order\"?");
  EXPECT_EQ(MistakeIn(With("given = \"song\"")),
            "q.toml:3:9: question \"asked\": given must be a list of columns, as in given = [\"song\"]");
  EXPECT_EQ(MistakeIn(With("given = [\"song\", 3]")),
            "q.toml:3:18: question \"asked\": given must be a list of column names, each in quotes");
  EXPECT_EQ(MistakeIn(With("asks = 3")), "q.toml:3:8: question \"asked\": asks must be a text in quotes");
  EXPECT_EQ(MistakeIn("[[question]]\nname = 3"), "q.toml:2:8: name must be a text in quotes");
}

TEST(ParseQuestions, PutsAMistakeWhereTheWordStands) {
  EXPECT_EQ(MistakeIn(With("given = [\"song\",\n  \"sesion_id\"]\nanswer = [\"artist\"]")),
            "q.toml:4:3: question \"asked\": given names \"sesion_id\", which is not a column of plays; "
            "did you mean \"session_id\"?");
  EXPECT_EQ(MistakeIn(With("given = [\"song\"]")),
            "q.toml:1:1: question \"asked\": it has no answer; name the columns to return");
  EXPECT_THAT(MistakeIn(With("given = [\"song\"]\norder = [\"length down\"]\nanswer = [\"song\"]")),
              StartsWith("q.toml:4:10: question \"asked\": order has \"length down\""));
  EXPECT_THAT(MistakeIn(With("given = [\"song\"]\norder = []\nanswer = [\"song\"]")),
              StartsWith("q.toml:4:9: question \"asked\": order is empty"));
}

TEST(ParseQuestions, ReadsMeasuresFiltersAndLimits) {
  const auto questions = ParseQuestions(With(R"(
      only = { level = "paid", user_id = [7, "8"], length = 2.5 }
      given = ["month"]
      one_per = []
      measures = { plays = "count", ears = "distinct user_id", seconds = "sum  length" }
      answer = ["plays", "ears", "seconds"])"),
                                        "q.toml");
  ASSERT_TRUE(questions.ok()) << questions.status();
  const Question& question = questions->front();
  EXPECT_THAT(*question.one_per, IsEmpty());
  ASSERT_THAT(question.only, SizeIs(3));
  EXPECT_THAT(question.only[0].values, ElementsAre("paid"));
  EXPECT_THAT(question.only[1].values, ElementsAre("7", "8"));
  EXPECT_THAT(question.only[2].values, ElementsAre("2.5"));
  ASSERT_THAT(question.measures, SizeIs(3));
  EXPECT_EQ(TextOf(question.measures[0]), "count");
  EXPECT_EQ(TextOf(question.measures[1]), "distinct user_id");
  EXPECT_EQ(question.measures[2].name, "seconds");
  EXPECT_EQ(TextOf(question.measures[2]), "sum length");
}

TEST(ParseQuestions, ShowsWhereAMeasureOrAFilterIsWrong) {
  const auto mistake = [](const std::string& line) {
    return MistakeIn(With("given = [\"song\"]\none_per = [\"user_id\"]\nanswer = [\"plays\"]\n" + line));
  };
  EXPECT_EQ(mistake("measures = { plays = \"counts\" }"),
            "q.toml:6:22: question \"asked\": the measure plays is \"counts\": unknown function \"counts\"; did you "
            "mean \"count\"?");
  EXPECT_THAT(mistake("measures = { plays = \"count song\" }"),
              HasSubstr("count has no column; \"distinct song\" counts"));
  EXPECT_THAT(mistake("measures = { plays = \"sum\" }"), HasSubstr("sum needs a column, as in \"sum length\""));
  EXPECT_THAT(mistake("measures = { plays = 1 }"), HasSubstr("the measure plays must be a text in quotes"));
  EXPECT_THAT(mistake("measures = \"count\""), HasSubstr("measures must be names and what they measure"));
  EXPECT_THAT(mistake("measures = { other = \"count\", plays = \"sum song\" }"),
              StartsWith("q.toml:6:22: question \"asked\": the measure \"other\" is neither answered"));
  EXPECT_THAT(mistake("only = { level = [] }"), HasSubstr("only has no value for level"));
  EXPECT_THAT(mistake("only = { level = true }"), HasSubstr("only must have a text in quotes or a number for level"));
  EXPECT_THAT(mistake("limit = 0"), HasSubstr("limit must be a whole number from 1 to 2147483647"));
  EXPECT_THAT(mistake("buckets = \"16\""), HasSubstr("buckets must be a whole number from 2 to 1000"));
}

TEST(ParseQuestions, ReadsWhatItIsOf) {
  const auto of = [](const std::string& dataset, const std::string& column) {
    return ParseQuestions("[[question]]\nname = \"q\"\nof = \"" + dataset +
                              "\"\ngiven = [\"session_id\"]\nanswer = [\"" + column + "\"]\n",
                          "q.toml");
  };
  EXPECT_EQ(of("events", "page")->front().of, &EventsDataset());
  EXPECT_EQ(of("plays", "song")->front().of, &PlaysDataset());
  EXPECT_THAT(MessageOf(of("plays", "page").status()), HasSubstr("\"page\", which is not a column of plays"));
  EXPECT_THAT(MessageOf(of("event", "page").status()), HasSubstr("a question can be of plays or of events"));
}

TEST(ParseQuestions, RefusesANameThatIsTaken) {
  const std::string question = With("given = [\"song\"]\nanswer = [\"artist\"]\n");
  EXPECT_EQ(MistakeIn(question + question), "q.toml:6:8: the name \"asked\" is taken by the question at line 1");
}

TEST(ParseAllQuestions, ListsEveryMistakeInTheOrderOfTheText) {
  const QuestionsText text = ParseAllQuestions(R"([[question]]
name = "first"
given = ["song", "song"]
answer = ["artst"]
[[question]]
name = "second"
given = ["song"]
answer = ["artist"]
[[question]]
name = "third"
order = 3
answr = 1
)",
                                               "q.toml");
  ASSERT_THAT(text.questions, SizeIs(1));
  EXPECT_EQ(text.questions[0].name, "second");
  ASSERT_THAT(text.mistakes, SizeIs(4));
  EXPECT_THAT(MessageOf(text.mistakes[0]), StartsWith("q.toml:3:18: question \"first\": given names the same column"));
  EXPECT_THAT(MessageOf(text.mistakes[1]), StartsWith("q.toml:4:11: question \"first\": answer names \"artst\""));
  EXPECT_THAT(MessageOf(text.mistakes[2]), StartsWith("q.toml:11:9: question \"third\": order must be a list"));
  EXPECT_THAT(MessageOf(text.mistakes[3]), StartsWith("q.toml:12:1: question \"third\": unknown key \"answr\""));
}

// A questions text with slips of the pen: pieces of a good one left out, doubled, or replaced by odd characters.
std::string DamagedText() {
  std::string text = kBuiltinQuestions;
  const int slips = *rc::gen::inRange(1, 6);
  for (int i = 0; i < slips; ++i) {
    const size_t begin = *rc::gen::inRange<size_t>(0, text.size() + 1);
    const size_t size = *rc::gen::inRange<size_t>(0, 12);
    const auto with =
        *rc::gen::element<std::string>("", "\"", "[", "]", "[[", "=", "\n", ",", "\xff", "\\", "song", "3");
    text.replace(begin, size, with + (*rc::gen::inRange(0, 4) == 0 ? text.substr(begin, size) : ""));
  }
  return text;
}

RC_GTEST_PROP(ParseAllQuestionsProperty, GivesQuestionsThatBecomeTablesOrMistakesWithPlaces, ()) {
  const std::string text = DamagedText();
  const QuestionsText parsed = ParseAllQuestions(text, "q.toml");
  RC_TAG(parsed.mistakes.empty() ? "good" : "mistaken");
  RC_ASSERT(!parsed.questions.empty() || !parsed.mistakes.empty());
  for (const Question& question : parsed.questions) RC_ASSERT(DeriveTable(question).ok());
  for (const Status& mistake : parsed.mistakes) {
    unsigned line = 0;
    unsigned column = 0;
    RC_ASSERT(std::sscanf(MessageOf(mistake).c_str(), "q.toml:%u:%u: ", &line, &column) == 2);
    RC_ASSERT(line >= 1u);
    RC_ASSERT(line <= 1u + std::count(text.begin(), text.end(), '\n'));
    RC_ASSERT(column >= 1u);
  }
}

}  // namespace
}  // namespace earshot
