// That rows of any size take little memory on their way to a store that would take many batches at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <utility>

#include "load/store_testing.h"
#include "load/table_loader.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

constexpr size_t kRows = 200;

// Takes hundreds of small batches at once, and completes one at a time.
class PatientWriter : public TableWriter {
 public:
  WriteLimits limits() const override {
    return {.batch_rows_max = 10, .batch_bytes_max = 5 << 10, .in_flight_max = 256};
  }
  uint64_t ReplicaSet(std::string_view) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    rows += batch.row_ends.size();
    bytes_ += batch.cells.size();
    bytes_max = std::max(bytes_max, bytes_);
    in_flight_.emplace_back(batch.id, batch.cells.size());
    in_flight_peak = std::max(in_flight_peak, in_flight_.size());
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override {
    const auto [id, bytes] = in_flight_.front();
    in_flight_.pop_front();
    bytes_ -= bytes;
    return std::vector<Completion>{{id, absl::OkStatus(), std::chrono::microseconds(100)}};
  }

  Status Finish() override { return absl::OkStatus(); }

  size_t rows = 0;
  size_t bytes_max = 0;
  size_t in_flight_peak = 0;

 private:
  size_t bytes_ = 0;
  std::deque<std::pair<uint64_t, size_t>> in_flight_;
};

PatientWriter LoadRowsOf(size_t song_bytes) {
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  PlaySorter sorter(table, order, size_t{64} << 20);
  const std::string song(song_bytes, 's');
  for (size_t i = 0; i < kRows; ++i) {
    const std::string session = std::to_string(i);
    EXPECT_TRUE(sorter.Add(PlayOf({.session_id = session, .song = song})).ok());
  }
  const std::unique_ptr<SortedRows> sorted = sorter.Finish().value();
  PatientWriter writer;
  Progress progress("load", "rows", 0);
  std::vector<Batcher> ranges;
  ranges.emplace_back(WithNothing(table, sorted->Open("", "").value()), writer, Change::kWrite, 0);
  TableLoader loader(table, writer, std::move(ranges), progress);
  EXPECT_TRUE(loader.Run().ok());
  EXPECT_EQ(writer.rows, kRows);
  return writer;
}

TEST(BytesInFlight, AreFewWhereRowsAreLarge) {
  const size_t row_bytes = 700'000;
  const PatientWriter writer = LoadRowsOf(row_bytes);
  EXPECT_LT(writer.bytes_max, (size_t{8} << 20) + 2 * row_bytes);
  EXPECT_GT(writer.in_flight_peak, 4U);
}

TEST(BytesInFlight, DoNotKeepBatchesOfUsualRowsWaiting) { EXPECT_GE(LoadRowsOf(4000).in_flight_peak, 32U); }

}  // namespace
}  // namespace earshot
