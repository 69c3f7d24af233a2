#include "questions/question_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::ElementsAre;

Table TableWith(const std::string& keys) {
  StatusOr<std::vector<Table>> tables = TablesFromToml("[[question]]\nname = 'fans'\n" + keys, "q.toml");
  EXPECT_TRUE(tables.ok()) << tables.status() << "\n" << keys;
  return tables->front();
}

const char* const kFans = "given = ['artist']\none_per = ['user_id', 'song']\n";

// Whether the table of one question can be asked for the answer of another one.
bool Answers(const std::string& stored, const std::string& asked) {
  return TableToAsk(TableWith(kFans + stored), TableWith(kFans + asked).question).has_value();
}

TEST(ChangesBetween, NamesEachKeyWithBothValues) {
  const Table before = TableWith("given = ['artist']\nanswer = ['song']");
  const Table now = TableWith(
      "asks = 'Who?'\nonly = { level = ['paid', 'free'] }\ngiven = ['artist']\none_per = ['user_id']\n"
      "measures = { plays = 'count' }\norder = ['plays desc']\nlimit = 5\nanswer = ['plays']");
  const std::vector<KeyChange> changes = ChangesBetween(before.question, now.question);
  EXPECT_EQ(KeysOf(changes), "only, one_per, measures, order, limit, answer");
  EXPECT_EQ(changes[0].now, "level = \"free\" or \"paid\"");
  EXPECT_EQ(changes[1].before, "");
  EXPECT_EQ(changes[1].now, "[user_id]");
  EXPECT_EQ(changes[2].now, "plays = count");
  EXPECT_EQ(changes[3].now, "plays desc");
  EXPECT_EQ(changes[4].now, "5");
  EXPECT_EQ(changes[5].before, "song");
  EXPECT_TRUE(ChangesBetween(now.question, now.question).empty());
}

TEST(ChangesBetween, TakesEachValueForItself) {
  const auto keys_changed = [](const std::string& before, const std::string& now) {
    const std::string keys = "\ngiven = ['artist']\nanswer = ['song']";
    return KeysOf(ChangesBetween(TableWith(before + keys).question, TableWith(now + keys).question));
  };
  EXPECT_EQ(keys_changed("only = { level = ['paid', 'free'] }", "only = { level = 'paid or free' }"), "only");
  EXPECT_EQ(keys_changed("only = { level = ['paid', 'free'] }", "only = { level = 'paid\", \"free' }"), "only");
  EXPECT_EQ(keys_changed("only = { level = 'a', song = 'b' }", "only = { level = 'a, song = b' }"), "only");
  EXPECT_EQ(keys_changed("only = { level = ['a', 'b'], song = 'c' }", "only = { song = 'c', level = ['b', 'a', 'b'] }"),
            "");
}

TEST(WhatHasChanged, NamesTheKeysOrEarshotItself) {
  const Question now = TableWith("given = ['artist']\nanswer = ['song']").question;
  EXPECT_EQ(WhatHasChanged(TableWith("given = ['artist']\nbuckets = 2\nanswer = ['song']").question, now), "buckets");
  EXPECT_EQ(WhatHasChanged(now, now), "how earshot makes its table");
}

TEST(TableToAsk, AnswersWhatHasTheSameRows) {
  EXPECT_TRUE(Answers("answer = ['user_id', 'level', 'first_name']", "answer = ['first_name', 'user_id']"));
  EXPECT_TRUE(Answers("answer = ['level']", "buckets = 4\nanswer = ['level']"));
  EXPECT_TRUE(Answers("buckets = 4\nanswer = ['level']", "answer = ['level', 'song']"));
  EXPECT_TRUE(Answers("measures = { a = 'count', b = 'distinct level' }\nanswer = ['a', 'b']",
                      "measures = { a = 'count' }\nanswer = ['a']"));
  EXPECT_TRUE(Answers("only = { level = ['a', 'b'], song = 'c' }\nanswer = ['level']",
                      "only = { song = 'c', level = ['b', 'a'] }\nanswer = ['level']"));
}

TEST(TableToAsk, AnswersNothingThatHasOtherRowsOrColumns) {
  EXPECT_FALSE(Answers("answer = ['level']", "answer = ['level', 'first_name']"));
  EXPECT_FALSE(Answers("answer = ['level']", "only = { level = 'paid' }\nanswer = ['level']"));
  EXPECT_FALSE(Answers("order = ['song']\nanswer = ['level']", "order = ['song desc']\nanswer = ['level']"));
  EXPECT_FALSE(Answers("order = ['song']\nanswer = ['level']", "order = ['song']\nlimit = 5\nanswer = ['level']"));
  EXPECT_FALSE(Answers("answer = ['level']", "order = ['song']\nanswer = ['level']"));
  // A measure of that name, and another one.
  EXPECT_FALSE(
      Answers("measures = { a = 'count' }\nanswer = ['a']", "measures = { a = 'distinct level' }\nanswer = ['a']"));
  EXPECT_FALSE(Answers("measures = { a = 'count' }\norder = ['a']\nanswer = ['song']",
                       "measures = { a = 'distinct level' }\norder = ['a']\nanswer = ['song']"));
  const Table stored = TableWith("given = ['artist']\nanswer = ['song']");
  EXPECT_FALSE(TableToAsk(stored, TableWith("given = ['song']\nanswer = ['artist']").question).has_value());
  EXPECT_FALSE(TableToAsk(stored, TableWith("given = ['artist']\none_per = ['song']\nanswer = ['song']").question));
}

TEST(TableToAsk, HasItsOwnGivenAndTheAskedAnswer) {
  const Table stored = TableWith("given = ['artist', 'level']\npartition = ['artist']\nanswer = ['song', 'length']");
  const Table asked =
      TableToAsk(stored, TableWith("given = ['level', 'artist']\nanswer = ['length']").question).value();
  EXPECT_EQ(asked.given, stored.given);
  ASSERT_EQ(asked.answer.size(), 1);
  EXPECT_EQ(asked.columns[asked.answer[0]].name, "length");
  EXPECT_THAT(asked.question.answer, ElementsAre("length"));
}

}  // namespace
}  // namespace earshot
