#include "answers/given_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error_code.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string SongAtCells(int64_t session_id, int32_t item_in_session) {
  std::string cells;
  AppendBigintCell(session_id, &cells);
  AppendIntCell(item_in_session, &cells);
  return cells;
}

// The cells of the only answer, in its only partition.
std::string Cells(const Table& table, const std::vector<std::string>& words) {
  const GivenValues values = ParseGivenValues(table, words).value();
  return values.answers.size() == 1 && values.answers.front().size() == 1 ? values.answers.front().front() : "several";
}

TEST(ParseGivenValues, EncodesThemInTheTablesOrder) {
  const Table table = BuiltinTable("song_at");
  EXPECT_EQ(Cells(table, {"session_id=338", "item_in_session=4"}), SongAtCells(338, 4));
  EXPECT_EQ(Cells(table, {"item_in_session=4", "session_id=338"}), SongAtCells(338, 4));
  EXPECT_EQ(Cells(table, {"session_id=-9223372036854775808", "item_in_session=2147483647"}),
            SongAtCells(std::numeric_limits<int64_t>::min(), std::numeric_limits<int32_t>::max()));
}

TEST(ParseGivenValues, TakesTextAsItIs) {
  const Table table = BuiltinTable("song_listeners");
  for (const std::string text : {"", "a=b", " spaces ", "'single'", "--store", "new\nline", "\xE6\x9D\xB1"}) {
    std::string cell;
    AppendTextCell(text, &cell);
    EXPECT_EQ(Cells(table, {"song=" + text}), cell) << text;
  }
}

TEST(ParseGivenValues, MakesAnAnswerOfEachValue) {
  const Table table = BuiltinTable("song_at");
  const GivenValues values = ParseGivenValues(table, {"session_id=1", "item_in_session=4", "session_id=2",
                                                      "item_in_session=5", "session_id=1"})
                                 .value();
  EXPECT_THAT(values.answers, testing::ElementsAre(GivenCells{SongAtCells(1, 4)}, GivenCells{SongAtCells(1, 5)},
                                                   GivenCells{SongAtCells(2, 4)}, GivenCells{SongAtCells(2, 5)}));
  EXPECT_THAT(values.several, testing::ElementsAre(0, 1));
  std::vector<std::string> words = {"item_in_session=4"};
  for (int session = 0; session <= static_cast<int>(kAnswersMax); ++session) {
    words.push_back(fmt::format("session_id={}", session));
  }
  EXPECT_THAT(MessageOf(ParseGivenValues(table, words).status()),
              HasSubstr("these are 1001 answers and more; ask for 1000 at once at most"));
}

TEST(ParseGivenValues, AsksEachBucket) {
  const Table table = TableOfQuestion("[[question]]\nname='q'\ngiven=['level']\nbuckets=3\nanswer=['song']");
  const GivenValues values = ParseGivenValues(table, {"level=paid"}).value();
  ASSERT_EQ(values.answers.size(), 1U);
  ASSERT_EQ(values.answers.front().size(), 3U);
  std::string cells;
  AppendTextCell("paid", &cells);
  AppendIntCell(2, &cells);
  EXPECT_EQ(values.answers.front()[2], cells);
  EXPECT_THAT(MessageOf(ParseGivenValues(table, {"level=paid", "bucket=1"}).status()),
              HasSubstr("is not asked with bucket"));
}

TEST(ParseGivenValues, TakesARangeOfWhatIsOrderedFirst) {
  const Table table =
      TableOfQuestion("[[question]]\nname='q'\ngiven=['user_id']\norder=['played_at desc', 'song']\nanswer=['song']");
  const GivenValues values = ParseGivenValues(table, {"user_id=1", "played_at=2018-11-01..2018-11-02"}).value();
  std::string from;
  std::string to;
  AppendTimestampCell(1541030400000, &from);
  AppendTimestampCell(1541203200000, &to);
  EXPECT_EQ(values.range.from, from);
  EXPECT_EQ(values.range.to, to);
  EXPECT_FALSE(values.range.includes_to);
  EXPECT_THAT(
      MessageOf(ParseGivenValues(table, {"user_id=1", "song=A"}).status()),
      HasSubstr("ranges can be of played_at alone, which its answers are ordered by first; a question whose order "
                "begins with song could be asked so"));
  EXPECT_THAT(MessageOf(ParseGivenValues(table, {"user_id=1", "played_at=..", "played_at=.."}).status()),
              HasSubstr("played_at: \"..\" has no end"));
  EXPECT_THAT(
      MessageOf(ParseGivenValues(table, {"user_id=1", "played_at=2018-11-01", "played_at=2018-11-02"}).status()),
      HasSubstr("played_at is given twice, and has one value or range"));
}

struct Mistake {
  std::vector<std::string> words;
  std::string reason;
};

TEST(ParseGivenValues, SaysWhatIsWrong) {
  const Table table = BuiltinTable("song_at");
  const std::vector<Mistake> mistakes = {
      {{}, "session_id is missing"},
      {{"session_id=1"}, "item_in_session is missing"},
      {{"session_id=1", "item_in_session=0", "artist=A"}, "question song_at is not asked with artist"},
      {{"sesion_id=1"}, "question song_at is not asked with sesion_id; did you mean \"session_id\"?"},
      {{"session_id"}, "\"session_id\" is not of the form name=value"},
      {{"session_id=x"}, "session_id: \"x\" is not a whole number"},
      {{"session_id="}, "session_id: \"\" is not a whole number"},
      {{"session_id=9223372036854775808"}, "out of range for bigint"},
      {{"item_in_session=2147483648"}, "out of range for int"},
  };
  for (const Mistake& mistake : mistakes) {
    const Status status = ParseGivenValues(table, mistake.words).status();
    EXPECT_EQ(CodeOf(status), ErrorCode::kInvalidArguments) << mistake.reason;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(MessageOf(status), HasSubstr(mistake.reason));
  }
}

}  // namespace
}  // namespace earshot
