#include "answers/column_range.h"

#include <gtest/gtest.h>

#include "cql/cells.h"

namespace earshot {
namespace {

// "[1, 5]", "[a, b)"
std::string RangeOf(ColumnType type, std::string_view text) {
  const StatusOr<ColumnRange> range = ParseColumnRange(type, text);
  if (!range.ok()) return MessageOf(range.status());
  const auto bound = [&](const std::string& cell) {
    return cell.empty() ? std::string("-") : TextOf(type, CellReader(cell).Next());
  };
  return fmt::format("[{}, {}{}", bound(range->from), bound(range->to), range->includes_to ? "]" : ")");
}

TEST(ParseColumnRange, HasBothEndsOrOne) {
  EXPECT_EQ(RangeOf(ColumnType::kInt, "1..5"), "[1, 5]");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "-5..-1"), "[-5, -1]");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "1.."), "[1, -]");
  EXPECT_EQ(RangeOf(ColumnType::kBigint, "..5"), "[-, 5]");
  EXPECT_EQ(RangeOf(ColumnType::kDouble, "0.5..2.5"), "[0.5, 2.5]");
  EXPECT_EQ(RangeOf(ColumnType::kDate, "2018-11-01..2018-11-14"), "[2018-11-01, 2018-11-14]");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "7"), "[7, 7]");
}

TEST(ParseColumnRange, TakesAllOfTheDayAtTheEndOfTimestamps) {
  EXPECT_EQ(RangeOf(ColumnType::kTimestamp, "2018-11-01..2018-11-14"),
            "[2018-11-01T00:00:00.000Z, 2018-11-15T00:00:00.000Z)");
  EXPECT_EQ(RangeOf(ColumnType::kTimestamp, "2018-11-01..2018-11-14T12:00"),
            "[2018-11-01T00:00:00.000Z, 2018-11-14T12:00:00.000Z]");
  for (const char* day : {"2018-11-14..2018-11-14", "2018-11-14"}) {
    EXPECT_EQ(RangeOf(ColumnType::kTimestamp, day), "[2018-11-14T00:00:00.000Z, 2018-11-15T00:00:00.000Z)");
  }
}

TEST(ParseColumnRange, TakesTheBeginningsOfTexts) {
  EXPECT_EQ(RangeOf(ColumnType::kText, "Love*"), "[Love, Lovf)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "Love\\*"), "[Love*, Love*]");
  EXPECT_EQ(RangeOf(ColumnType::kText, "Love"), "[Love, Love]");
  EXPECT_EQ(RangeOf(ColumnType::kText, "a..b"), "[a..b, a..b]");
  EXPECT_EQ(RangeOf(ColumnType::kText, "*"), "[, -)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "\x7F*"), "[\x7F, \xC2\x80)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "\xDF\xBF*"), "[\xDF\xBF, \xE0\xA0\x80)");
  // What comes after is not a surrogate.
  EXPECT_EQ(RangeOf(ColumnType::kText, "\xED\x9F\xBF*"), "[\xED\x9F\xBF, \xEE\x80\x80)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "\xEF\xBF\xBF*"), "[\xEF\xBF\xBF, \xF0\x90\x80\x80)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "a\xF4\x8F\xBF\xBF*"), "[a\xF4\x8F\xBF\xBF, b)");
  EXPECT_EQ(RangeOf(ColumnType::kText, "\xF4\x8F\xBF\xBF*"), "[\xF4\x8F\xBF\xBF, -)");
}

TEST(ParseColumnRange, SaysWhatIsWrong) {
  EXPECT_EQ(RangeOf(ColumnType::kInt, ".."), "has no end");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "5..1"), "ends before it begins");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "x..1"), "has the beginning \"x\", which is not a whole number");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "1..x"), "has the end \"x\", which is not a whole number");
  EXPECT_EQ(RangeOf(ColumnType::kInt, "x"), "is not a whole number");
  EXPECT_EQ(RangeOf(ColumnType::kTimestamp, "2018-11-03..2018-11-02"), "ends before it begins");
}

}  // namespace
}  // namespace earshot
