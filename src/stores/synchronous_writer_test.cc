#include "stores/synchronous_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <utility>
#include <vector>

namespace earshot {
namespace {

using ::testing::ElementsAre;

struct Log {
  std::vector<std::string> calls;
  std::promise<void> may_write;  // what the first Append waits for
  Status status;                 // of the second Append
};

class LoggingWriter : public SynchronousWriter {
 public:
  explicit LoggingWriter(Log* log) : log_(log) {}
  WriteLimits limits() const override { return {.batch_rows_max = 10, .batch_bytes_max = 1 << 20}; }
  Status Append(const RowBatch& batch) override {
    if (log_->calls.empty()) log_->may_write.get_future().wait();
    log_->calls.push_back(batch.cells);
    return log_->calls.size() == 2 ? log_->status : absl::OkStatus();
  }
  Status Commit() override {
    log_->calls.emplace_back("commit");
    return absl::OkStatus();
  }

 private:
  Log* log_;
};

RowBatch BatchOf(uint64_t id, const std::string& cells) {
  RowBatch batch;
  batch.id = id;
  batch.cells = cells;
  batch.row_ends = {static_cast<uint32_t>(cells.size())};
  return batch;
}

uint64_t WaitForOne(TableWriter& writer) { return writer.Wait().value().front().id; }

TEST(WriteInBackground, WritesWhileTheCallerGoesOn) {
  Log log;
  const std::unique_ptr<TableWriter> writer = WriteInBackground(std::make_unique<LoggingWriter>(&log));
  {
    // The batch need not outlive the call.
    const RowBatch batch = BatchOf(7, "a");
    ASSERT_TRUE(writer->Submit(batch).ok());
  }
  log.may_write.set_value();
  ASSERT_TRUE(writer->Submit(BatchOf(8, "b")).ok());
  EXPECT_EQ(WaitForOne(*writer), 7U);
  ASSERT_TRUE(writer->Submit(BatchOf(9, "c")).ok());
  EXPECT_EQ(WaitForOne(*writer), 8U);
  EXPECT_EQ(WaitForOne(*writer), 9U);
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_THAT(log.calls, ElementsAre("a", "b", "c", "commit"));
}

TEST(WriteInBackground, CallsNothingAfterAnError) {
  Log log;
  log.status = InputError("full");
  log.may_write.set_value();
  const std::unique_ptr<TableWriter> writer = WriteInBackground(std::make_unique<LoggingWriter>(&log));
  ASSERT_TRUE(writer->Submit(BatchOf(1, "a")).ok());
  ASSERT_TRUE(writer->Submit(BatchOf(2, "b")).ok());
  EXPECT_EQ(WaitForOne(*writer), 1U);
  ASSERT_TRUE(writer->Submit(BatchOf(3, "c")).ok());
  EXPECT_EQ(writer->Wait().status(), log.status);
  EXPECT_EQ(writer->Wait().status(), log.status);
  EXPECT_THAT(log.calls, ElementsAre("a", "b"));
}

TEST(WriteInBackground, EndsWithoutAWait) {
  Log log;
  log.may_write.set_value();
  ASSERT_TRUE(WriteInBackground(std::make_unique<LoggingWriter>(&log))->Submit(BatchOf(1, "a")).ok());
  EXPECT_LE(log.calls.size(), 1U);
}

}  // namespace
}  // namespace earshot
