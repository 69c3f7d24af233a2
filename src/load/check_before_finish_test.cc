// That what is found to be wrong once all is written is not made durable.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "load/table_loader.h"
#include "rows/test_tables.h"

namespace earshot {
namespace {

class CountingWriter : public TableWriter {
 public:
  size_t rows = 0;
  bool finished = false;

  WriteLimits limits() const override { return {.batch_rows_max = 10, .batch_bytes_max = 1 << 20}; }
  uint64_t ReplicaSet(std::string_view) const override { return 0; }
  Status Submit(const RowBatch& batch) override {
    rows += batch.row_ends.size();
    id_ = batch.id;
    return absl::OkStatus();
  }
  StatusOr<std::vector<Completion>> Wait() override {
    return std::vector<Completion>{{id_, absl::OkStatus(), std::chrono::microseconds(100)}};
  }
  Status Finish() override {
    finished = true;
    return absl::OkStatus();
  }

 private:
  uint64_t id_ = 0;
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
