#include "rows/run_tiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>

#include "rows/run_testing.h"
#include "rows/split_points.h"

namespace earshot {
namespace {

// Puts runs of `rows_per_run` of the rows each into tiers, and all rows in order into `rows`.
StatusOr<Runs> RunsOf(std::vector<OwnedRow>* rows, size_t rows_per_run, const TemporaryFilesApart& apart) {
  RunTiers tiers;
  const std::shared_ptr<SpillFile> file = SpillFile::Create().value();
  for (size_t begin = 0; begin < rows->size(); begin += rows_per_run) {
    const size_t end = std::min(begin + rows_per_run, rows->size());
    std::vector<OwnedRow> some(rows->begin() + static_cast<ptrdiff_t>(begin),
                               rows->begin() + static_cast<ptrdiff_t>(end));
    SortAsRuns(&some);
    RETURN_IF_ERROR(tiers.Add(RunOf(some, file)));
  }
  EXPECT_EQ(apart.Descriptors().size(), 1U);
  SortAsRuns(rows);
  return tiers.Finish();
}

void ExpectRows(const Runs& runs, const std::vector<OwnedRow>& rows) {
  EXPECT_LE(runs.size(), kRunsMax);
  EXPECT_TRUE(ReadAll(*MergeCursor::Open(runs, "", "").value()) == rows);
  // The ranges one after the other give the whole.
  std::vector<std::string> cuts = SplitPointsOf(runs, 7).value();
  EXPECT_EQ(cuts.size(), 7U);
  EXPECT_TRUE(std::is_sorted(cuts.begin(), cuts.end()));
  cuts.insert(cuts.begin(), "");
  cuts.emplace_back("");
  std::vector<OwnedRow> ranged;
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    if (cuts[i] == cuts[i + 1]) continue;
    for (OwnedRow& row : ReadAll(*MergeCursor::Open(runs, cuts[i], cuts[i + 1]).value())) {
      ranged.push_back(std::move(row));
    }
  }
  EXPECT_TRUE(ranged == rows);
}

RC_GTEST_PROP(RunTiers, AreWhatASortGivesHoweverManyRunsThereAre, ()) {
  const auto count = *rc::gen::inRange<size_t>(20, 1000);
  const auto rows_per_run = *rc::gen::inRange<size_t>(1, 20);
  const auto keys = *rc::gen::inRange(1, 500);
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i < count; ++i) {
    rows.push_back({"key " + std::to_string(*rc::gen::inRange(0, keys)), "row " + std::to_string(i), i});
  }
  const TemporaryFilesApart apart;
  ExpectRows(RunsOf(&rows, rows_per_run, apart).value(), rows);
  RC_ASSERT(apart.Descriptors().empty());
}

// Enough for three tiers: without that each row would be in the file three times.
TEST(RunTiers, GiveBackTheRoomOfRunsThatWereMerged) {
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i < 1500; ++i) rows.push_back({std::to_string(i * 7919 % 1511), std::string(20'000, 'r'), i});
  const TemporaryFilesApart apart;
  const Runs runs = RunsOf(&rows, 1, apart).value();
  uint64_t bytes = 0;
  for (const std::unique_ptr<RunFile>& run : runs) bytes += run->bytes();
  struct stat status = {};
  ASSERT_EQ(fstat(apart.Descriptors().front(), &status), 0);
  EXPECT_LE(static_cast<uint64_t>(status.st_blocks) * 512, bytes + bytes / 4);
  ExpectRows(runs, rows);
}

// Keys that take more than an index keeps of them, and rows of which only few fit the memory for cursors.
TEST(RunTiers, TakeRowsThatAreLargerThanBlocks) {
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i < 60; ++i) {
    rows.push_back({std::string(300'000, 'k') + std::to_string(i * 7919 % 61), std::string(300'000, 'r'), i});
  }
  const TemporaryFilesApart apart;
  const Runs runs = RunsOf(&rows, 1, apart).value();
  EXPECT_LE(CursorBytes(runs), kCursorBytesMax);
  ExpectRows(runs, rows);
}

TEST(RunTiers, TakeASingleRowThatIsLargerThanAllMemoryForCursors) {
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i < 5; ++i) rows.push_back({std::to_string(i), std::string(kCursorBytesMax + 1, 'r'), i});
  const TemporaryFilesApart apart;
  const Runs runs = RunsOf(&rows, 1, apart).value();
  EXPECT_TRUE(ReadAll(*MergeCursor::Open(runs, "", "").value()) == rows);
}

TEST(RunTiers, AreCutIntoPartsOfAboutTheSameSize) {
  std::vector<OwnedRow> rows;
  constexpr size_t kRows = 20'000;
  for (size_t i = 0; i < kRows; ++i)
    rows.push_back({std::to_string(100'000 + i * 7919 % 20'011), std::string(500, 'r'), i});
  const TemporaryFilesApart apart;
  const Runs runs = RunsOf(&rows, kRows / 20, apart).value();
  std::vector<std::string> cuts = SplitPointsOf(runs, 7).value();
  cuts.insert(cuts.begin(), "");
  cuts.emplace_back("");
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    const size_t part = ReadAll(*MergeCursor::Open(runs, cuts[i], cuts[i + 1]).value()).size();
    EXPECT_NEAR(static_cast<double>(part), kRows / 8.0, kRows / 40.0);
  }
  EXPECT_TRUE(SplitPointsOf({}, 7).value().empty());
}

}  // namespace
}  // namespace earshot
