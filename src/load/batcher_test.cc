#include "load/batcher.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "load/store_testing.h"
#include "rows/row_testing.h"
#include "stores/synchronous_writer.h"

namespace earshot {
namespace {

class ThreeRowsAtOnce : public SynchronousWriter {
 public:
  WriteLimits limits() const override { return {.batch_rows_max = 3, .batch_bytes_max = 1 << 20}; }
  Status Append(const RowBatch&) override { return absl::OkStatus(); }
  Status Commit() override { return absl::OkStatus(); }
};

class BatcherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    PlaySorter sorter(table_, order_, kSortMemoryMin);
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(sorter.Add(PlayOf({.session_id = std::to_string(i)})).ok());
    rows_ = sorter.Finish().value();
  }

  RowMerge WithNothing(std::unique_ptr<SortedCursor> cursor) { return earshot::WithNothing(table_, std::move(cursor)); }

  const Table table_ = BuiltinTable("song_at");
  const KeyOrder order_{};
  const std::unique_ptr<TableWriter> writer_ = WriteInBackground(std::make_unique<ThreeRowsAtOnce>());
  std::unique_ptr<SortedRows> rows_;
};

TEST_F(BatcherTest, GivesEachBatchItsRangeAndItsFirstAndLastSortKey) {
  std::vector<std::string> keys;
  SortedRow row;
  const std::unique_ptr<SortedCursor> cursor = rows_->Open("", "").value();
  while (cursor->Next(&row).value()) keys.emplace_back(row.sort_key);
  ASSERT_EQ(keys.size(), 7U);

  Batcher batcher(WithNothing(rows_->Open("", "").value()), *writer_, Change::kWrite, 5);
  RowBatch batch;
  for (const auto& [first, last] : {std::pair(0, 2), std::pair(3, 5), std::pair(6, 6)}) {
    ASSERT_TRUE(batcher.Next(&batch).value());
    EXPECT_EQ(batch.range, 5U);
    EXPECT_EQ(batch.first_sort_key, keys[static_cast<size_t>(first)]);
    EXPECT_EQ(batch.last_sort_key, keys[static_cast<size_t>(last)]);
    EXPECT_EQ(batch.row_ends.size(), static_cast<size_t>(last - first + 1));
  }
  EXPECT_FALSE(batcher.Next(&batch).value());
}

// Two cursors' rows one after the other: the second one's come too late.
class TwiceCursor : public SortedCursor {
 public:
  explicit TwiceCursor(const SortedRows& rows)
      : first_(rows.Open("", "").value()), second_(rows.Open("", "").value()) {}
  StatusOr<bool> Next(SortedRow* row) override {
    ASSIGN_OR_RETURN(const bool more, first_->Next(row));
    return more ? StatusOr<bool>(true) : second_->Next(row);
  }

 private:
  std::unique_ptr<SortedCursor> first_;
  std::unique_ptr<SortedCursor> second_;
};

TEST_F(BatcherTest, ChecksThatKeysRise) {
  Batcher batcher(WithNothing(std::make_unique<TwiceCursor>(*rows_)), *writer_, Change::kWrite, 0);
  RowBatch batch;
  const auto take_all = [&] {
    while (batcher.Next(&batch).value()) {
    }
  };
  EXPECT_DEATH(take_all(), "check failed");
}

TEST_F(BatcherTest, ChecksThatNothingIsInFlightAtTheEnd) {
  Batcher batcher(WithNothing(rows_->Open("", "").value()), *writer_, Change::kWrite, 0);
  RowBatch batch;
  ASSERT_TRUE(batcher.Next(&batch).value());
  ASSERT_TRUE(writer_->Submit(batch).ok());
  EXPECT_DEATH(static_cast<void>(writer_->Finish()), "check failed");
  EXPECT_EQ(writer_->Wait().value().size(), 1U);
  EXPECT_TRUE(writer_->Finish().ok());
  EXPECT_DEATH(static_cast<void>(writer_->Wait()), "check failed");
}

}  // namespace
}  // namespace earshot
