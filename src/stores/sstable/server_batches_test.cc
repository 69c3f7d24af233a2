#include "stores/sstable/server_batches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Written {
  std::vector<size_t> rows;  // of each batch
  std::string cells;
  size_t in_flight_max = 0;
  Status second;  // the outcome of the second batch
};

// At most three rows a batch, and two batches at a time; sessions from 5 on are of other replicas.
class RecordingWriter : public TableWriter {
 public:
  RecordingWriter(const Table& table, Written* written) : written_(written) {
    KeyOfSession(table, "5", &other_replicas_from_);
  }

  static void KeyOfSession(const Table& table, const char* session, std::string* sort_key) {
    KeyOrder().AppendSortKey(table, RowOf(table, PlayOf({.session_id = session})), sort_key);
  }

  WriteLimits limits() const override { return {.batch_rows_max = 3, .batch_bytes_max = 1 << 20, .in_flight_max = 2}; }
  uint64_t ReplicaSet(std::string_view sort_key) const override { return sort_key < other_replicas_from_ ? 1 : 2; }
  Status Submit(const RowBatch& batch) override {
    EXPECT_TRUE(batch.removes);
    written_->rows.push_back(batch.row_ends.size());
    written_->cells += batch.cells;
    in_flight_.push_back({batch.id, written_->rows.size() == 2 ? written_->second : absl::OkStatus(), {}});
    written_->in_flight_max = std::max(written_->in_flight_max, in_flight_.size());
    return absl::OkStatus();
  }
  StatusOr<std::vector<Completion>> Wait() override {
    std::vector<Completion> first = {in_flight_.front()};
    in_flight_.pop_front();
    return first;
  }
  Status Finish() override { return absl::OkStatus(); }

 private:
  Written* const written_;
  std::string other_replicas_from_;
  std::deque<Completion> in_flight_;
};

class ServerBatchesTest : public ::testing::Test {
 protected:
  // One batch of eight sessions.
  Status Write(Status* failure) {
    RowBatch batch;
    batch.removes = true;
    for (const char* session : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
      batch.cells += RowOf(table_, PlayOf({.session_id = session}));
      batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
    }
    cells_ = batch.cells;
    const KeyOrder order;
    ServerBatches batches(table_, order, std::make_unique<RecordingWriter>(table_, &written_));
    return batches.Write(batch, failure);
  }

  const Table table_ = BuiltinTable("song_at");
  Written written_;
  std::string cells_;
};

TEST_F(ServerBatchesTest, FitTheLimitsAndTheReplicas) {
  Status failure;
  EXPECT_TRUE(Write(&failure).ok());
  EXPECT_TRUE(failure.ok());
  EXPECT_THAT(written_.rows, ElementsAre(3, 1, 3, 1));
  EXPECT_EQ(written_.cells, cells_);
  EXPECT_EQ(written_.in_flight_max, 2U);
}

TEST_F(ServerBatchesTest, TellOfOneThatFailed) {
  written_.second = TransientError("overloaded");
  Status failure;
  EXPECT_TRUE(Write(&failure).ok());
  EXPECT_THAT(std::string(failure.message()), HasSubstr("overloaded"));
}

}  // namespace
}  // namespace earshot
