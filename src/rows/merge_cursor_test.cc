#include "rows/merge_cursor.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "rows/run_testing.h"

namespace earshot {
namespace {

// Keys that differ in their first bytes, only after these, only by a zero at the end, or not at all.
std::string MergedKey(std::mt19937& random) {
  std::string key = random() % 2 == 0 ? "alike for more than eight bytes" : std::string(random() % 3, '\0');
  if (random() % 3 == 0) key.push_back('\0');
  return key + std::to_string(random() % 300);
}

struct RunsAndRows {
  Runs runs;
  std::vector<OwnedRow> rows;  // of all runs, in order
};

// Runs of which each is about as long as all before it, and one is empty.
RunsAndRows MakeRuns(size_t count) {
  std::mt19937 random(static_cast<unsigned>(count));
  RunsAndRows made;
  for (size_t i = 0; i < count; ++i) {
    std::vector<OwnedRow> rows;
    const size_t size = i == 1 ? 0 : 1 + random() % (100 + made.rows.size());
    for (size_t j = 0; j < size; ++j) rows.push_back({MergedKey(random), "row", random()});
    SortAsRuns(&rows);
    made.runs.push_back(RunOf(rows));
    made.rows.insert(made.rows.end(), rows.begin(), rows.end());
  }
  SortAsRuns(&made.rows);
  return made;
}

class MergeCursorTest : public ::testing::TestWithParam<size_t> {};

TEST_P(MergeCursorTest, GivesAllRowsInOrder) {
  const RunsAndRows made = MakeRuns(GetParam());
  const std::unique_ptr<SortedCursor> merged = MergeCursor::Open(made.runs, "", "").value();
  EXPECT_EQ(ReadAll(*merged), made.rows);
  SortedRow row;
  EXPECT_FALSE(merged->Next(&row).value());
}

TEST_P(MergeCursorTest, GivesTheRowsOfARange) {
  const RunsAndRows made = MakeRuns(GetParam());
  const std::string begin = "alike for more than eight bytes1";
  const std::string end = "alike for more than eight bytes2";
  std::vector<OwnedRow> expected;
  for (const OwnedRow& row : made.rows) {
    if (begin <= row.sort_key && row.sort_key < end) expected.push_back(row);
  }
  EXPECT_EQ(ReadAll(*MergeCursor::Open(made.runs, begin, end).value()), expected);
}

INSTANTIATE_TEST_SUITE_P(Runs, MergeCursorTest, ::testing::Values(0, 1, 2, 3, 4, 7, 12));

}  // namespace
}  // namespace earshot
