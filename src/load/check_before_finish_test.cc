// That what is found to be wrong once all is written is not made durable.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "load/store_testing.h"
#include "load/table_loader.h"
#include "rows/row_testing.h"
#include "stores/synchronous_writer.h"

namespace earshot {
namespace {

struct Written {
  size_t rows = 0;
  bool finished = false;
};

class CountingWriter : public SynchronousWriter {
 public:
  explicit CountingWriter(Written* written) : written_(written) {}

  WriteLimits limits() const override { return {.batch_rows_max = 10, .batch_bytes_max = 1 << 20}; }
  Status Append(const RowBatch& batch) override {
    written_->rows += batch.row_ends.size();
    return absl::OkStatus();
  }
  Status Commit() override {
    written_->finished = true;
    return absl::OkStatus();
  }

 private:
  Written* written_;
};

TEST(CheckBeforeFinish, IsMadeOnceAllIsWrittenAndKeepsItFromBeingDurable) {
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  PlaySorter sorter(table, order, kSortMemoryMin);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(sorter.Add(PlayOf({.session_id = std::to_string(i)})).ok());
  const std::unique_ptr<SortedRows> sorted = sorter.Finish().value();
  for (const Status& checked : {absl::OkStatus(), SystemError("the memory is faulty")}) {
    Written written;
    const std::unique_ptr<TableWriter> writer = WriteInBackground(std::make_unique<CountingWriter>(&written));
    Progress progress("load", "rows", 0);
    std::vector<Batcher> ranges;
    ranges.emplace_back(WithNothing(table, sorted->Open("", "").value()), *writer, Change::kWrite, 0);
    TableLoader loader(table, *writer, std::move(ranges), progress);
    EXPECT_EQ(loader.Run([&] {
      EXPECT_EQ(written.rows, 50U);
      EXPECT_FALSE(written.finished);
      return checked;
    }),
              checked);
    EXPECT_EQ(written.finished, checked.ok());
  }
}

}  // namespace
}  // namespace earshot
