#include "rows/row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "rows/test_tables.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string Cell(ColumnType type, std::string_view text) {
  std::string cell;
  const Status status = AppendCellFromText(type, text, &cell);
  return status.ok() ? cell : MessageOf(status);
}

// The wire form is fixed by the protocol, so it is checked byte by byte.
TEST(Cell, IsLengthAndBigEndianValue) {
  EXPECT_EQ(Cell(ColumnType::kBigint, "-2"), std::string("\0\0\0\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 12));
  EXPECT_EQ(Cell(ColumnType::kInt, "258"), std::string("\0\0\0\x04\0\0\x01\x02", 8));
  EXPECT_EQ(Cell(ColumnType::kDouble, "1.5"), std::string("\0\0\0\x08\x3F\xF8\0\0\0\0\0\0", 12));
  EXPECT_EQ(Cell(ColumnType::kText, "é"), std::string("\0\0\0\x02\xC3\xA9", 6));
  EXPECT_EQ(Cell(ColumnType::kText, ""), std::string("\0\0\0\0", 4));
}

TEST(Cell, RefusesWhatIsNotOfItsType) {
  EXPECT_EQ(Cell(ColumnType::kBigint, "12x"), "is not a whole number");
  EXPECT_EQ(Cell(ColumnType::kBigint, ""), "is not a whole number");
  EXPECT_EQ(Cell(ColumnType::kBigint, " 1"), "is not a whole number");
  EXPECT_EQ(Cell(ColumnType::kBigint, "9223372036854775808"), "is out of range for bigint");
  EXPECT_EQ(Cell(ColumnType::kInt, "2147483648"), "is out of range for int");
  EXPECT_EQ(Cell(ColumnType::kDouble, "long"), "is not a number");
  EXPECT_EQ(Cell(ColumnType::kDouble, "nan"), "is not a number");
  EXPECT_EQ(Cell(ColumnType::kDouble, "1e999"), "is out of range for double");
}

TEST(Cell, HasOneZero) { EXPECT_EQ(Cell(ColumnType::kDouble, "-0.0"), Cell(ColumnType::kDouble, "0")); }

TEST(Cell, PrintsALengthAsTheSourceHasIt) {
  const std::string cell = Cell(ColumnType::kDouble, "495.3073");
  EXPECT_EQ(TextOf(ColumnType::kDouble, CellReader(cell).Next()), "495.3073");
}

TEST(Row, HoldsTheTablesColumnsInOrder) {
  const Table table = BuiltinTable("song_at");
  std::string row;
  ASSERT_TRUE(
      AppendRow(table, PlayOf({.session_id = "338", .item = "4", .artist = "Faithless", .song = "Music"}), &row).ok());
  EXPECT_TRUE(IsWholeRow(table, row));
  CellReader cells(row);
  EXPECT_EQ(BigintOf(cells.Next()), 338);
  EXPECT_EQ(IntOf(cells.Next()), 4);
  EXPECT_EQ(cells.Next(), "Faithless");
  EXPECT_EQ(cells.Next(), "Music");
  EXPECT_EQ(DoubleOf(cells.Next()), 200.5);
  EXPECT_EQ(DescribeKey(table, row), "session_id=338, item_in_session=4");
}

TEST(Row, IsDescribedWithoutHarmToATerminal) {
  const Table table = BuiltinTable("song_listeners");
  std::string row;
  ASSERT_TRUE(AppendRow(table, PlayOf({.user_id = "7", .song = "a\n\x1B[31mb"}), &row).ok());
  EXPECT_EQ(DescribeKey(table, row), "song=\"a\\x0A\\x1B[31mb\", user_id=7");
  row.clear();
  std::string song = "x";
  for (int i = 0; i < 200; ++i) song += "\xC3\xA9";
  ASSERT_TRUE(AppendRow(table, PlayOf({.user_id = "7", .song = song}), &row).ok());
  EXPECT_EQ(DescribeKey(table, row), "song=\"" + song.substr(0, 199) + "...\", user_id=7");
}

TEST(Row, NamesLineAndColumnOfABadValue) {
  std::string row;
  const Play play = PlayOf({.session_id = "x", .line = 7});
  EXPECT_THAT(MessageOf(AppendRow(BuiltinTable("song_at"), play, &row)),
              HasSubstr("line 7, column sessionId: \"x\" is not a whole number"));
}

TEST(Row, IsNotWholeWhenCutOrWhenAValueHasTheWrongWidth) {
  const Table table = BuiltinTable("song_at");
  std::string row;
  ASSERT_TRUE(AppendRow(table, PlayOf({}), &row).ok());
  for (size_t size = 0; size < row.size(); ++size) EXPECT_FALSE(IsWholeRow(table, row.substr(0, size))) << size;
  EXPECT_FALSE(IsWholeRow(table, row + '\0'));
  row[3] = 4;  // the session id, said to be four bytes long
  EXPECT_FALSE(IsWholeRow(table, row));
}

RC_GTEST_PROP(CellProperty, NumbersComeBackAsTheyWere, (int64_t big, int32_t small, double number)) {
  std::string row;
  AppendBigintCell(big, &row);
  AppendIntCell(small, &row);
  AppendDoubleCell(number, &row);
  AppendNullCell(&row);
  CellReader cells(row);
  RC_ASSERT(BigintOf(cells.Next()) == big);
  RC_ASSERT(IntOf(cells.Next()) == small);
  RC_ASSERT(DoubleOf(cells.Next()) == number);
  RC_ASSERT(cells.Next().data() == nullptr);
}

RC_GTEST_PROP(CellProperty, TextOfADoubleReadsBackTheSame, (double number)) {
  std::string cell;
  AppendDoubleCell(number, &cell);
  RC_ASSERT(Cell(ColumnType::kDouble, TextOf(ColumnType::kDouble, CellReader(cell).Next())) == cell);
}

}  // namespace
}  // namespace earshot
