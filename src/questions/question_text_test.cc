#include "questions/question_text.h"

#include <gtest/gtest.h>

#include "questions/question_change.h"

namespace earshot {
namespace {

// The question that is read from its text.
Question ReadBack(const Question& question) {
  StatusOr<std::vector<Question>> read = ParseQuestions(QuestionText(question), "text");
  EXPECT_TRUE(read.ok()) << read.status() << "\n" << QuestionText(question);
  return read.ok() ? read->front() : Question();
}

void ExpectSame(const Question& question) {
  const Question read = ReadBack(question);
  EXPECT_EQ(read.name, question.name);
  EXPECT_EQ(read.asks, question.asks);
  EXPECT_EQ(KeysOf(ChangesBetween(question, read)), "") << QuestionText(question);
  EXPECT_EQ(QuestionText(read), QuestionText(question));
}

TEST(QuestionText, IsReadBackAsTheSameQuestion) {
  const std::vector<Question> builtin = ParseQuestions(kBuiltinQuestions, "built-in").value();
  for (const Question& question : builtin) ExpectSame(question);
  const auto questions = ParseQuestions(R"(
      [[question]]
      name = "top"
      asks = 'Which "songs" \ läuft?'
      only = { level = ["paid", "free"], artist = "a\"b\\\u0001\u007f\n", user_id = 7 }
      given = ["region", "month"]
      partition = ["month"]
      one_per = ["song", "artist"]
      measures = { plays = "count", ears = "distinct user_id" }
      order = ["plays desc", "song"]
      limit = 20
      answer = ["song", "plays", "ears"]

      [[question]]
      name = "few"
      given = ["song"]
      one_per = []
      measures = { plays = "count" }
      answer = ["plays"]

      [[question]]
      name = "spread"
      given = ["day"]
      buckets = 8
      answer = ["song"]
  )",
                                        "q.toml");
  ASSERT_TRUE(questions.ok()) << questions.status();
  for (const Question& question : *questions) ExpectSame(question);
}

}  // namespace
}  // namespace earshot
