#include "cql/cells.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

namespace earshot {
namespace {

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
  EXPECT_EQ(Cell(ColumnType::kTimestamp, "1970-01-01T00:00:01"), std::string("\0\0\0\x08\0\0\0\0\0\0\x03\xE8", 12));
  EXPECT_EQ(Cell(ColumnType::kDate, "1970-01-02"), std::string("\0\0\0\x04\x80\0\0\x01", 8));
  EXPECT_EQ(Cell(ColumnType::kText, "é"), std::string("\0\0\0\x02\xC3\xA9", 6));
  EXPECT_EQ(Cell(ColumnType::kText, ""), std::string("\0\0\0\0", 4));
}

TEST(Cell, LeavesNullsUnsetAndAllElseAsItIs) {
  std::string cells = Cell(ColumnType::kText, "\xFF\xFF\xFF\xFF");
  const size_t begin = cells.size();
  AppendNullCell(&cells);
  cells += Cell(ColumnType::kInt, "-1") + Cell(ColumnType::kText, "");
  AppendNullCell(&cells);
  std::string unset = cells;
  UnsetNullCells(&unset, begin);
  cells.replace(begin, 4, "\xFF\xFF\xFF\xFE");
  cells.replace(cells.size() - 4, 4, "\xFF\xFF\xFF\xFE");
  EXPECT_EQ(unset, cells);
  EXPECT_TRUE(IsNullCell(std::string_view(unset).substr(begin)));
}

TEST(Cell, OfAnotherTypeIsNullAndNotTheSame) {
  std::string null;
  std::string invalid;
  AppendNullCell(&null);
  AppendInvalidCell(&invalid);
  EXPECT_NE(null, invalid);
  EXPECT_TRUE(IsNullCell(invalid));
  EXPECT_EQ(CellReader(invalid).Next().data(), nullptr);
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
  EXPECT_EQ(Cell(ColumnType::kTimestamp, "noon"), "is not a timestamp, as in 2018-11-02T01:25:34.796Z or 2018-11-02");
  EXPECT_EQ(Cell(ColumnType::kDate, "2018-11-31"), "is not a date, as in 2018-11-02");
}

TEST(Cell, HasOneZero) { EXPECT_EQ(Cell(ColumnType::kDouble, "-0.0"), Cell(ColumnType::kDouble, "0")); }

TEST(Cell, PrintsALengthAsTheSourceHasIt) {
  const std::string cell = Cell(ColumnType::kDouble, "495.3073");
  EXPECT_EQ(TextOf(ColumnType::kDouble, CellReader(cell).Next()), "495.3073");
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

constexpr ColumnType kColumnTypes[] = {ColumnType::kBigint, ColumnType::kInt,       ColumnType::kDouble,
                                       ColumnType::kText,   ColumnType::kTimestamp, ColumnType::kDate};

// Whole is what is neither cut nor of a wrong length; null is whole.
TEST(TakeWholeCell, TakesCellsOfEachTypeAndNoPartOfOne) {
  for (const ColumnType type : kColumnTypes) {
    std::string cell;
    const bool is_time = type == ColumnType::kDate || type == ColumnType::kTimestamp;
    const char* text = is_time ? "2018-11-02" : "7";
    ASSERT_TRUE(AppendCellFromText(type, text, &cell).ok()) << CqlName(type);
    for (size_t size = 0; size < cell.size(); ++size) {
      std::string_view part = std::string_view(cell).substr(0, size);
      EXPECT_FALSE(TakeWholeCell(type, &part)) << CqlName(type) << ", " << size;
    }
    AppendNullCell(&cell);
    std::string_view rest = cell;
    EXPECT_TRUE(TakeWholeCell(type, &rest) && TakeWholeCell(type, &rest)) << CqlName(type);
    EXPECT_TRUE(rest.empty());
    std::string wrong;
    AppendTextCell("three", &wrong);
    std::string_view five = wrong;
    EXPECT_EQ(TakeWholeCell(type, &five), type == ColumnType::kText) << CqlName(type);
  }
}

}  // namespace
}  // namespace earshot
