#include "load/table_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>

#include "load/store_testing.h"
#include "rows/row.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

// A writer whose answers the test decides, and which checks what the seam promises it.
class ScriptedWriter : public TableWriter {
 public:
  // What becomes of the batch at its n-th submission, from 1.
  std::function<Status(const RowBatch&, int)> answer = [](const RowBatch&, int) { return absl::OkStatus(); };
  size_t in_flight_max = 4;
  size_t batch_rows_max = 3;

  std::set<std::string> written;
  std::vector<std::string> batches;
  size_t in_flight_peak = 0;
  bool finished = false;

  WriteLimits limits() const override { return {batch_rows_max, 1 << 20, in_flight_max}; }
  // The session: song_at's partition.
  uint64_t ReplicaSet(std::string_view sort_key) const override { return static_cast<uint64_t>(sort_key[7]); }

  Status Submit(const RowBatch& batch) override {
    batches.push_back(batch.cells);
    waiting_.emplace_back(batch, ++tries_[batch.id]);
    in_flight_peak = std::max(in_flight_peak, waiting_.size());
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override {
    EXPECT_FALSE(waiting_.empty());
    std::vector<Completion> completions;
    for (const auto& [batch, tries] : std::exchange(waiting_, {})) {
      const Status status = answer(batch, tries);
      if (status.ok()) Keep(batch);
      completions.push_back({batch.id, status, std::chrono::microseconds(100)});
    }
    return completions;
  }

  Status Finish() override {
    EXPECT_TRUE(waiting_.empty());
    finished = true;
    return absl::OkStatus();
  }

 private:
  void Keep(const RowBatch& batch) {
    uint32_t start = 0;
    for (const uint32_t end : batch.row_ends) {
      written.insert(batch.cells.substr(start, end - start));
      start = end;
    }
  }

  std::vector<std::pair<RowBatch, int>> waiting_;
  std::map<uint64_t, int> tries_;
};

class TableLoaderTest : public ::testing::Test {
 protected:
  // Ten sessions of five plays.
  void SetUp() override {
    PlaySorter sorter(table_, order_, kSortMemoryMin);
    for (int i = 0; i < 50; ++i) {
      const std::string session = std::to_string(i / 5);
      const std::string item = std::to_string(i % 5);
      ASSERT_TRUE(sorter.Add(PlayOf({.session_id = session, .item = item})).ok());
    }
    rows_ = sorter.Finish().value();
    SortedRow row;
    const std::unique_ptr<SortedCursor> cursor = rows_->Open("", "").value();
    while (cursor->Next(&row).value()) expected_.emplace(row.row);
  }

  Status Run() {
    // Two ranges, cut at session 4.
    std::string middle;
    std::string cell;
    AppendBigintCell(4, &cell);
    AppendSortableCell(ColumnType::kBigint, false, CellReader(cell).Next(), &middle);
    std::vector<Batcher> ranges;
    for (const auto& [begin, end] : {std::pair{std::string(), middle}, std::pair{middle, std::string()}}) {
      ranges.emplace_back(WithNothing(table_, rows_->Open(begin, end).value()), writer_, Change::kWrite, 0);
    }
    Progress progress("test", "rows", 50);
    TableLoader loader(table_, writer_, std::move(ranges), progress);
    return loader.Run();
  }

  Table table_ = BuiltinTable("song_at");
  KeyOrder order_;
  std::unique_ptr<SortedRows> rows_;
  std::set<std::string> expected_;
  ScriptedWriter writer_;
};

TEST_F(TableLoaderTest, WritesEveryRowAndFinishes) {
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(writer_.written, expected_);
  EXPECT_TRUE(writer_.finished);
  EXPECT_EQ(writer_.in_flight_peak, 4U);
  // Five rows a session in batches of at most three, none across sessions.
  EXPECT_EQ(writer_.batches.size(), 20U);
}

TEST_F(TableLoaderTest, LetsTheRangesTakeTurns) {
  writer_.in_flight_max = 1;
  ASSERT_TRUE(Run().ok());
  const auto session = [](const std::string& cells) { return BigintOf(CellReader(cells).Next()); };
  EXPECT_EQ(session(writer_.batches[0]), 0);
  EXPECT_EQ(session(writer_.batches[1]), 4);
}

TEST_F(TableLoaderTest, TriesAgainWhatMayWorkLater) {
  writer_.answer = [](const RowBatch& batch, int tries) {
    return batch.id % 3 == 0 && tries < 3 ? TransientError("overloaded") : absl::OkStatus();
  };
  ASSERT_TRUE(Run().ok());
  EXPECT_EQ(writer_.written, expected_);
  EXPECT_TRUE(writer_.finished);
}

TEST_F(TableLoaderTest, StopsAtAnyOtherErrorWithTableKeyAndTheStoresWords) {
  writer_.answer = [](const RowBatch& batch, int) {
    return batch.id == 2 ? InputError("no such column") : absl::OkStatus();
  };
  const Status status = Run();
  EXPECT_THAT(MessageOf(status), HasSubstr("table song_at: writing"));
  EXPECT_THAT(MessageOf(status), HasSubstr("session_id="));
  EXPECT_THAT(MessageOf(status), HasSubstr("no such column"));
  EXPECT_FALSE(writer_.finished);
}

}  // namespace
}  // namespace earshot
