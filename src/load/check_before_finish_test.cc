// That what is found to be wrong once all is written is not made durable.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "load/table_loader.h"
#include "rows/row_testing.h"
#include "stores/synchronous_writer.h"

namespace earshot {
namespace {

class CountingWriter : public SynchronousWriter {
 public:
  size_t rows = 0;
  bool finished = false;

  WriteLimits limits() const override { return {.batch_rows_max = 10, .batch_bytes_max = 1 << 20}; }

 protected:
  Status Append(const RowBatch& batch) override {
    rows += batch.row_ends.size();
    return absl::OkStatus();
  }
  Status Commit() override {
    finished = true;
    return absl::OkStatus();
  }
};

TEST(CheckBeforeFinish, IsMadeOnceAllIsWrittenAndKeepsItFromBeingDurable) {
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  PlaySorter sorter(table, order, kSortMemoryMin);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(sorter.Add(PlayOf({.session_id = std::to_string(i)})).ok());
  const std::unique_ptr<SortedRows> sorted = sorter.Finish().value();
  for (const Status& checked : {absl::OkStatus(), SystemError("the memory is faulty")}) {
    CountingWriter writer;
    Progress progress("load", "rows", 0);
    std::vector<Batcher> ranges;
    ranges.emplace_back(
        DistinctRows(table, sorted->Open("", "").value(), [](const Conflict&) { return absl::OkStatus(); }), writer);
    TableLoader loader(table, writer, std::move(ranges), progress);
    EXPECT_EQ(loader.Run([&] {
      EXPECT_EQ(writer.rows, 50U);
      EXPECT_FALSE(writer.finished);
      return checked;
    }),
              checked);
    EXPECT_EQ(writer.finished, checked.ok());
  }
}

}  // namespace
}  // namespace earshot
