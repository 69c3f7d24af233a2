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

TEST(ParseGivenValues, EncodesThemInTheTablesOrder) {
  const Table table = BuiltinTable("song_at");
  EXPECT_EQ(ParseGivenValues(table, {"session_id=338", "item_in_session=4"})->cells, SongAtCells(338, 4));
  EXPECT_EQ(ParseGivenValues(table, {"item_in_session=4", "session_id=338"})->cells, SongAtCells(338, 4));
  EXPECT_EQ(ParseGivenValues(table, {"session_id=-9223372036854775808", "item_in_session=2147483647"})->cells,
            SongAtCells(std::numeric_limits<int64_t>::min(), std::numeric_limits<int32_t>::max()));
}

TEST(ParseGivenValues, TakesTextAsItIs) {
  const Table table = BuiltinTable("song_listeners");
  for (const std::string text : {"", "a=b", " spaces ", "'single'", "--store", "new\nline", "\xE6\x9D\xB1"}) {
    std::string cell;
    AppendTextCell(text, &cell);
    EXPECT_EQ(ParseGivenValues(table, {"song=" + text})->cells, cell) << text;
  }
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
      {{"session_id=1", "session_id=1", "item_in_session=0"}, "session_id is given twice"},
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
