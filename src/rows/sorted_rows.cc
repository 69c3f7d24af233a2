#include "rows/sorted_rows.h"

#include <absl/cleanup/cleanup.h>

#include <algorithm>
#include <utility>

#include "base/background.h"
#include "base/check.h"
#include "rows/merge_cursor.h"
#include "rows/run_file.h"
#include "rows/run_tiers.h"
#include "rows/sort_buffer.h"
#include "rows/sorted_record.h"
#include "rows/split_points.h"

namespace earshot {
namespace {

// So many ranges are worth reading at once.
constexpr size_t kCursorsMax = 16;
// Whoever reads rows side by side holds some copies of one in each range: the row before, the store's, a batch.
constexpr size_t kCopiesOfARow = 6;
constexpr size_t kCopiesBytesMax = size_t{16} << 20;
// Sorted rows are scattered over the buffer. Prefetched this many rows ahead, they are in the cache when they are read.
constexpr size_t kRowsAhead = 8;

class BufferCursor : public SortedCursor {
 public:
  BufferCursor(const SortBuffer& buffer, size_t begin, size_t end) : buffer_(buffer), next_(begin), end_(end) {}

  StatusOr<bool> Next(SortedRow* row) override {
    if (next_ >= end_) return false;
    if (end_ - next_ > kRowsAhead) buffer_.Prefetch(next_ + kRowsAhead);
    *row = buffer_.At(next_++);
    return true;
  }

  bool RowsStay() const override { return true; }

 private:
  const SortBuffer& buffer_;
  size_t next_;
  size_t end_;
};

size_t CursorsMax(const RowTotals& totals, size_t cursor_bytes) {
  const size_t by_rows = kCopiesBytesMax / std::max<size_t>(kCopiesOfARow * totals.record_bytes_max, 1);
  const size_t by_cursors = kCursorBytesMax / std::max<size_t>(cursor_bytes, 1);
  return std::clamp(std::min(by_rows, by_cursors), size_t{1}, kCursorsMax);
}

class RowsInMemory : public SortedRows {
 public:
  RowsInMemory(std::unique_ptr<SortBuffer> buffer, const RowTotals& totals)
      : buffer_(std::move(buffer)), totals_(totals) {}

  uint64_t count() const override { return totals_.count; }
  uint64_t left_out() const override { return totals_.left_out; }
  const Digest& digest() const override { return totals_.digest; }
  size_t cursors_max() const override { return CursorsMax(totals_, 0); }

  StatusOr<std::vector<std::string>> SplitPoints(size_t count) const override {
    std::vector<std::string> cuts;
    for (size_t i = 1; i <= count && buffer_->size() > 0; ++i) {
      cuts.emplace_back(buffer_->At(buffer_->size() * i / (count + 1)).sort_key);
    }
    return cuts;
  }

  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const override {
    const size_t last = end.empty() ? buffer_->size() : buffer_->LowerBound(end);
    return std::make_unique<BufferCursor>(*buffer_, buffer_->LowerBound(begin), last);
  }

 private:
  std::unique_ptr<SortBuffer> buffer_;
  const RowTotals totals_;
};

class RowsInRuns : public SortedRows {
 public:
  RowsInRuns(Runs runs, const RowTotals& totals) : runs_(std::move(runs)), totals_(totals) {}

  uint64_t count() const override { return totals_.count; }
  uint64_t left_out() const override { return totals_.left_out; }
  const Digest& digest() const override { return totals_.digest; }
  size_t cursors_max() const override { return CursorsMax(totals_, CursorBytes(runs_)); }
  StatusOr<std::vector<std::string>> SplitPoints(size_t count) const override { return SplitPointsOf(runs_, count); }

  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const override {
    return MergeCursor::Open(runs_, begin, std::move(end));
  }

 private:
  const Runs runs_;
  const RowTotals totals_;
};

}  // namespace

RowSorter::RowSorter(size_t memory_bytes, size_t threads, std::shared_ptr<SpillThreads> spills)
    : threads_(threads),
      spills_(std::move(spills)),
      buffer_bytes_(std::max(memory_bytes, kSortMemoryMin) / 2),
      buffer_(std::make_unique<SortBuffer>(buffer_bytes_)),
      runs_(std::make_unique<RunTiers>()) {}

RowSorter::~RowSorter() = default;

Status RowSorter::Add(const RowBlock& rows) {
  EARSHOT_CHECK(buffer_ != nullptr);
  totals_.Add(rows.totals());
  std::string_view rest = rows.records();
  while (!rest.empty()) {
    const std::string_view record = rest.substr(0, RecordBytesFromHeader(rest.data()));
    RETURN_IF_ERROR(AddRecord(record));
    rest.remove_prefix(record.size());
  }
  return absl::OkStatus();
}

Status RowSorter::AddRecord(std::string_view record) {
  if (buffer_->Add(record)) return absl::OkStatus();
  RETURN_IF_ERROR(Spill());
  return buffer_->Add(record) ? absl::OkStatus() : SpillAlone(record);
}

StatusOr<RunWriter> RowSorter::StartRun() {
  if (spill_ == nullptr) {
    ASSIGN_OR_RETURN(spill_, SpillFile::Create());
  }
  return RunWriter(spill_);
}

Status RowSorter::Spill() {
  if (buffer_->size() == 0) return absl::OkStatus();
  RETURN_IF_ERROR(WaitForSpill());
  if (full_buffer_ == nullptr) full_buffer_ = std::make_unique<SortBuffer>(buffer_bytes_);
  std::swap(buffer_, full_buffer_);
  if (spills_ == nullptr || !spills_->TryTake()) return WriteFullBuffer();
  spilling_ = InBackground([this] {
    const absl::Cleanup give_back = [this] { spills_->Return(); };
    return WriteFullBuffer();
  });
  return absl::OkStatus();
}

Status RowSorter::WriteFullBuffer() {
  full_buffer_->Sort(/*threads=*/1);
  ASSIGN_OR_RETURN(RunWriter writer, StartRun());
  BufferCursor rows(*full_buffer_, 0, full_buffer_->size());
  SortedRow row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows.Next(&row));
    if (!more) break;
    RETURN_IF_ERROR(writer.Add(row));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<RunFile> run, writer.Finish());
  full_buffer_->Clear();
  return runs_->Add(std::move(run));
}

Status RowSorter::WaitForSpill() { return spilling_.valid() ? spilling_.get() : absl::OkStatus(); }

// A row that is larger than the whole buffer is a run of its own.
Status RowSorter::SpillAlone(std::string_view record) {
  RETURN_IF_ERROR(WaitForSpill());
  ASSIGN_OR_RETURN(RunWriter writer, StartRun());
  RETURN_IF_ERROR(writer.Add(DecodeRecord(record.data())));
  ASSIGN_OR_RETURN(std::unique_ptr<RunFile> run, writer.Finish());
  return runs_->Add(std::move(run));
}

StatusOr<std::unique_ptr<SortedRows>> RowSorter::Finish() {
  EARSHOT_CHECK(buffer_ != nullptr);
  RETURN_IF_ERROR(WaitForSpill());
  if (runs_->empty()) {
    buffer_->Sort(threads_);
    return std::make_unique<RowsInMemory>(std::move(buffer_), totals_);
  }
  RETURN_IF_ERROR(Spill());
  RETURN_IF_ERROR(WaitForSpill());
  buffer_.reset();
  full_buffer_.reset();
  ASSIGN_OR_RETURN(Runs runs, runs_->Finish());
  return std::make_unique<RowsInRuns>(std::move(runs), totals_);
}

Status CheckAsRead(const Table& table, const SortedRows& rows, uint64_t count, const Digest& digest) {
  if (count == rows.count() && digest == rows.digest()) return absl::OkStatus();
  return SystemError(
      "table {}: {} rows with the digest {} were read from the file, and {} rows with the digest {} came out of "
      "sorting them; the memory or the disk is faulty, or earshot is: run again, on another machine if it happens "
      "again",
      table.name, rows.count(), rows.digest().ToString(), count, digest.ToString());
}

}  // namespace earshot
