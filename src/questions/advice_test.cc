#include "questions/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Table TableOf(const std::string& lines) {
  return TablesFromToml("[[question]]\nname = \"asked\"\nasks = \"What?\"\n" + lines, "test").value().front();
}

TEST(WarningsOf, FindsNothingWrongWithTheBuiltinQuestions) {
  const auto tables = TablesFromToml(kBuiltinQuestions, "built-in");
  ASSERT_TRUE(tables.ok());
  for (const Table& table : *tables) EXPECT_THAT(WarningsOf(table), IsEmpty()) << table.name;
}

TEST(WarningsOf, TellsOfAPartitionThatGrowsWithoutEnd) {
  EXPECT_THAT(WarningsOf(TableOf("given = [\"user_id\"]\nanswer = [\"song\"]")),
              ElementsAre(HasSubstr("a partition grows with every play of its user_id, without end")));
  EXPECT_THAT(WarningsOf(TableOf("given = [\"song\"]\none_per = [\"session_id\"]\nanswer = [\"artist\"]")),
              ElementsAre(HasSubstr("a partition grows with every session of its song, without end")));
  EXPECT_THAT(WarningsOf(TableOf("given = [\"user_id\"]\none_per = [\"artist\"]\nanswer = [\"artist\"]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf("given = [\"user_id\", \"month\"]\nanswer = [\"song\"]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf("given = [\"user_id\"]\nbuckets = 4\nanswer = [\"song\"]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf("given = [\"user_id\", \"played_at\"]\nanswer = [\"song\"]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf("of = \"events\"\ngiven = [\"user_id\", \"ts\"]\nanswer = [\"song\"]")), IsEmpty());
  // Only what is in the partition bounds it.
  EXPECT_THAT(
      WarningsOf(TableOf("given = [\"user_id\", \"session_id\"]\npartition = [\"user_id\"]\nanswer = [\"song\"]")),
      ElementsAre(HasSubstr("a partition grows with every play of its user_id, without end; name session_id in "
                            "partition as well, or leave partition out")));
  // A limit keeps the first rows of each answer, and of these a partition may have one for each session.
  const std::string first = "order = [\"length\"]\nlimit = 9\nanswer = [\"song\"]\ngiven = [\"user_id\"";
  EXPECT_THAT(WarningsOf(TableOf(first + "]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf(first + ", \"session_id\"]\npartition = [\"user_id\"]")),
              ElementsAre(HasSubstr("a partition grows with every session of its user_id, without end")));
  EXPECT_THAT(WarningsOf(TableOf(first + ", \"artist\"]\npartition = [\"user_id\"]")), IsEmpty());
  EXPECT_THAT(WarningsOf(TableOf("given = [\"song\"]\none_per = [\"played_at\"]\nanswer = [\"artist\"]")),
              ElementsAre(HasSubstr("a partition grows with every play of its song, without end")));
}

TEST(WarningsOf, KnowsThatAListOfTheBestEnds) {
  const std::vector<Table> tables = TablesFromToml(kTasteQuestions, "taste").value();
  ASSERT_EQ(tables.size(), 7);
  for (const Table& table : tables) {
    EXPECT_THAT(WarningsOf(table), IsEmpty()) << table.name;
  }
  const std::string by_artist = "of = \"recommended_artists\"\nanswer = [\"user_id\"]\ngiven = [\"artist\"]\n";
  EXPECT_THAT(WarningsOf(TableOf(by_artist)),
              ElementsAre(AllOf(HasSubstr("a partition grows with every recommendation of its artist, without end"),
                                Not(HasSubstr("session_id")))));
  EXPECT_THAT(WarningsOf(TableOf(by_artist + "limit = 9\norder = [\"score\"]\n")), IsEmpty());
}

TEST(WarningsOf, TellsThatALengthIsFoundOnlyExactly) {
  EXPECT_THAT(WarningsOf(TableOf("given = [\"length\", \"session_id\"]\nanswer = [\"song\"]")),
              ElementsAre(HasSubstr("length is given, so that only exactly the same number")));
}

TEST(WarningsOf, TellsOfAnAnswerThatIsKnownAlready) {
  EXPECT_THAT(WarningsOf(TableOf("given = [\"session_id\", \"song\"]\nanswer = [\"song\"]")),
              ElementsAre("the answer has nothing that is not given already"));
}

TEST(WarningsOf, TellsThatWordsAreMissing) {
  Table table = TableOf("given = [\"session_id\"]\nanswer = [\"song\"]");
  table.question.asks.clear();
  EXPECT_THAT(WarningsOf(table), ElementsAre(HasSubstr("does not say in words")));
}

TEST(DescribeRows, SaysWhatARowStandsFor) {
  EXPECT_EQ(DescribeRows(TableOf("given = [\"session_id\"]\nanswer = [\"song\"]")),
            "one row a play; a partition holds the plays of one session_id");
  EXPECT_EQ(DescribeRows(TableOf("given = [\"song\"]\none_per = [\"user_id\"]\nanswer = [\"level\"]")),
            "one row for each user_id, with the values of the last play; a partition holds those of one song");
  EXPECT_EQ(DescribeRows(TableOf("given = [\"song\"]\none_per = [\"user_id\"]\nmeasures = { plays = \"count\" }\n"
                                 "order = [\"plays desc\"]\nlimit = 5\nanswer = [\"plays\"]")),
            "one row for each user_id, of each answer the first 5; a partition holds those of one song");
  EXPECT_EQ(DescribeRows(TableOf("given = [\"song\"]\none_per = []\nanswer = [\"level\"]")), "one row for each song");
}

TEST(DescribeRows, CallsARecordByItsName) {
  EXPECT_EQ(DescribeRows(TableOf("of = \"audience\"\ngiven = [\"artist\"]\nanswer = [\"user_id\"]")),
            "one row an audience member; a partition holds the audience members of one artist");
  EXPECT_EQ(DescribeRows(TableOf("of = \"playlist\"\ngiven = [\"playlist\"]\nanswer = [\"song\"]")),
            "one row a playlist song; a partition holds the playlist songs of one playlist");
}

TEST(DescribeRows, NamesWhatIsGivenAndNotInThePartition) {
  const std::string songs =
      "given = [\"level\", \"song\"]\npartition = [\"level\"]\nbuckets = 2\nanswer = [\"artist\"]\n";
  EXPECT_EQ(DescribeRows(TableOf(songs)), "one row a play; a partition holds the plays of one level, bucket");
  EXPECT_EQ(DescribeRows(TableOf(songs + "one_per = [\"user_id\"]")),
            "one row for each level, song, user_id, with the values of the last play; a partition holds those of one "
            "level, bucket");
  EXPECT_EQ(DescribeRows(TableOf("given = [\"artist\", \"song\"]\npartition = [\"artist\"]\none_per = []\n"
                                 "answer = [\"length\"]")),
            "one row for each artist, song, with the values of the last play; a partition holds those of one artist");
}

}  // namespace
}  // namespace earshot
