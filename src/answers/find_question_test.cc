#include "answers/find_question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_code.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::vector<Table> Builtin() { return TablesFromToml(kBuiltinQuestions, "built-in").value(); }

TEST(FindQuestion, GivesTheTableOfThatName) {
  const std::vector<Table> tables = Builtin();
  EXPECT_EQ(FindQuestion(tables, "session_songs").value(), &tables[1]);
}

TEST(FindQuestion, SuggestsANameForAnUnknownOne) {
  const Status status = FindQuestion(Builtin(), "song_att").status();
  EXPECT_EQ(CodeOf(status), ErrorCode::kUnknownQuestion);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(MessageOf(status), HasSubstr("unknown question \"song_att\"; did you mean \"song_at\"?"));
}

TEST(UsageOf, NamesWhatIsGivenWithItsTypesInTheQuestionsOrder) {
  const QuestionUsage usage = UsageOf(Builtin().front());
  EXPECT_EQ(usage.question, "song_at");
  ASSERT_EQ(usage.given.size(), 2);
  EXPECT_EQ(usage.given[0].name, "session_id");
  EXPECT_EQ(usage.given[0].type, ColumnType::kBigint);
  EXPECT_EQ(usage.given[1].name, "item_in_session");
  EXPECT_EQ(usage.given[1].type, ColumnType::kInt);
}

}  // namespace
}  // namespace earshot
