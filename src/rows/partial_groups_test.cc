#include "rows/partial_groups.h"

#include <gtest/gtest.h>

#include "cql/cells.h"

namespace earshot {
namespace {

std::string Cell(int64_t value) {
  std::string cell;
  AppendBigintCell(value, &cell);
  return cell;
}

std::vector<SortedRow> RowsOf(const RowBlock& block) {
  std::vector<SortedRow> rows;
  for (size_t at = 0; at < block.records().size(); at += RecordBytes(rows.back())) {
    rows.push_back(DecodeRecord(block.records().data() + at));
  }
  return rows;
}

// The largest of one column.
PartialGroups Groups() { return PartialGroups({Accumulator(MeasureFunction::kMax, ColumnType::kBigint)}); }

TEST(PartialGroups, KeepTheLastRowTheNumberOfRecordsAndTheirPartialResult) {
  PartialGroups groups = Groups();
  const std::vector<std::string> values = {Cell(3), Cell(9), Cell(5)};
  const std::vector<std::string> rows = {Cell(1), Cell(2) + Cell(2), Cell(4)};
  for (size_t i = 0; i < values.size(); ++i) EXPECT_TRUE(groups.Add("a", rows[i], {0, i + 2}, {values[i]}));
  EXPECT_TRUE(groups.Add("b", "", {0, 7}, {}));
  EXPECT_TRUE(groups.Add("b", "", {0, 8}, {}));
  EXPECT_EQ(groups.size(), 2U);
  for (const bool again : {false, true}) {
    RowBlock block;
    groups.Flush(&block);
    const std::vector<SortedRow> flushed = RowsOf(block);
    if (again) {
      EXPECT_TRUE(flushed.empty());
      break;
    }
    ASSERT_EQ(flushed.size(), 2U);
    EXPECT_EQ(flushed[0].sort_key, "a");
    EXPECT_EQ(flushed[0].row, rows[2] + Cell(3) + Cell(9));
    EXPECT_EQ(flushed[0].origin.line, 4U);
    EXPECT_EQ(flushed[1].sort_key, "b");
    EXPECT_EQ(flushed[1].row, "");
  }
}

TEST(PartialGroups, StartAgainAfterAFlush) {
  PartialGroups groups = Groups();
  const std::string large = Cell(9);
  const std::string small = Cell(2);
  RowBlock block;
  EXPECT_TRUE(groups.Add("a", small, {0, 2}, {large}));
  groups.Flush(&block);
  block.Clear();
  EXPECT_TRUE(groups.Add("a", small, {0, 3}, {small}));
  groups.Flush(&block);
  EXPECT_EQ(RowsOf(block).front().row, small + Cell(1) + small);
}

TEST(PartialGroups, SayWhenTheyHaveNoRoom) {
  PartialGroups groups = Groups();
  const std::string value = Cell(1);
  EXPECT_FALSE(groups.Add("a", std::string(size_t{1} << 20, 'x'), {0, 2}, {value}));
  EXPECT_EQ(groups.size(), 0U);
  // By their number, and by their bytes.
  for (const size_t row_bytes : {size_t{12}, size_t{5000}}) {
    size_t added = 0;
    while (groups.Add("key " + std::to_string(added), std::string(row_bytes, 'x'), {0, 2}, {value})) ++added;
    EXPECT_EQ(groups.size(), added);
    EXPECT_FALSE(groups.Add("key 0", std::string(60'000, 'y'), {0, 3}, {value}));
    RowBlock block;
    groups.Flush(&block);
    EXPECT_EQ(RowsOf(block).front().row.substr(0, row_bytes), std::string(row_bytes, 'x'));
    EXPECT_TRUE(groups.Add("key 0", value, {0, 3}, {value}));
    groups.Flush(&block);
  }
}

}  // namespace
}  // namespace earshot
