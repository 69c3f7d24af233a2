#include "rows/sorted_rows.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rows/row.h"
#include "rows/run_file.h"
#include "rows/sort_buffer.h"

namespace earshot {
namespace {

// So many slices may be read at once; their buffers share the budget.
constexpr size_t kCursorsMax = 16;
constexpr size_t kRunBufferBytesMax = size_t{1} << 20;
constexpr size_t kRunBufferBytesMin = size_t{16} << 10;
// Sorted rows lie all over the buffer. Asked for so many rows ahead, they have come from memory when their turn comes.
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

class RowsInMemory : public SortedRows {
 public:
  explicit RowsInMemory(std::unique_ptr<SortBuffer> buffer) : buffer_(std::move(buffer)) {}

  uint64_t count() const override { return buffer_->size(); }

  std::vector<std::string> Cuts(size_t count) const override {
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
};

// Merges runs: a heap with, for each run, the row it stands at.
class MergeCursor : public SortedCursor {
 public:
  Status Add(std::unique_ptr<SortedCursor> run) {
    Head head{{}, std::move(run)};
    ASSIGN_OR_RETURN(const bool more, head.run->Next(&head.row));
    if (!more) return absl::OkStatus();
    heap_.push_back(std::move(head));
    std::push_heap(heap_.begin(), heap_.end(), IsAfter);
    return absl::OkStatus();
  }

  StatusOr<bool> Next(SortedRow* row) override {
    // The row given last lives in its run's buffer: only now may that run move on.
    if (std::exchange(given_, false)) {
      ASSIGN_OR_RETURN(const bool more, heap_.back().run->Next(&heap_.back().row));
      if (more) {
        std::push_heap(heap_.begin(), heap_.end(), IsAfter);
      } else {
        heap_.pop_back();
      }
    }
    if (heap_.empty()) return false;
    std::pop_heap(heap_.begin(), heap_.end(), IsAfter);
    *row = heap_.back().row;
    given_ = true;
    return true;
  }

 private:
  struct Head {
    SortedRow row;
    std::unique_ptr<SortedCursor> run;
  };

  static bool IsAfter(const Head& a, const Head& b) {
    return std::tie(a.row.sort_key, a.row.line) > std::tie(b.row.sort_key, b.row.line);
  }

  std::vector<Head> heap_;
  bool given_ = false;  // the last head is out of the heap: its row was given
};

class RowsInRuns : public SortedRows {
 public:
  RowsInRuns(std::vector<std::unique_ptr<RunFile>> runs, uint64_t count, size_t memory_bytes)
      : runs_(std::move(runs)),
        count_(count),
        buffer_bytes_(std::clamp(memory_bytes / runs_.size() / kCursorsMax, kRunBufferBytesMin, kRunBufferBytesMax)) {}

  uint64_t count() const override { return count_; }

  std::vector<std::string> Cuts(size_t count) const override {
    std::vector<std::string> keys;
    for (const std::unique_ptr<RunFile>& run : runs_) run->AppendBlockKeys(&keys);
    std::sort(keys.begin(), keys.end());
    std::vector<std::string> cuts;
    for (size_t i = 1; i <= count; ++i) cuts.push_back(keys[keys.size() * i / (count + 1)]);
    return cuts;
  }

  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const override {
    auto merged = std::make_unique<MergeCursor>();
    for (const std::unique_ptr<RunFile>& run : runs_) {
      RETURN_IF_ERROR(merged->Add(run->Open(begin, end, buffer_bytes_)));
    }
    return merged;
  }

 private:
  std::vector<std::unique_ptr<RunFile>> runs_;
  uint64_t count_;
  size_t buffer_bytes_;
};

}  // namespace

RowSorter::RowSorter(const Table& table, const RowOrder& order, size_t memory_bytes)
    : table_(table),
      order_(order),
      memory_bytes_(std::max(memory_bytes, kSortMemoryMin)),
      buffer_(std::make_unique<SortBuffer>(memory_bytes_)) {}

RowSorter::~RowSorter() = default;

Status RowSorter::Add(const Play& play) {
  row_.clear();
  RETURN_IF_ERROR(AppendRow(table_, play, &row_));
  sort_key_.clear();
  order_.AppendSortKey(table_, row_, &sort_key_);
  const SortedRow row = {sort_key_, row_, play.line};
  ++count_;
  if (buffer_->Add(row)) return absl::OkStatus();
  RETURN_IF_ERROR(Spill());
  if (!buffer_->Add(row))
    return InputError("line {}: a row of {} bytes is too large for --memory", play.line, row_.size());
  return absl::OkStatus();
}

Status RowSorter::Spill() {
  buffer_->Sort();
  ASSIGN_OR_RETURN(std::unique_ptr<RunFile> run, RunFile::Write(*buffer_));
  runs_.push_back(std::move(run));
  buffer_->Clear();
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<SortedRows>> RowSorter::Finish() {
  if (runs_.empty()) {
    buffer_->Sort();
    return std::make_unique<RowsInMemory>(std::move(buffer_));
  }
  RETURN_IF_ERROR(Spill());
  buffer_.reset();
  return std::make_unique<RowsInRuns>(std::move(runs_), count_, memory_bytes_);
}

}  // namespace earshot
