// A table's rows in a store's order, sorted within a memory budget.
//
// RowSorter takes rows in source order; Finish gives the SortedRows. As long as the rows fit half the budget they stay
// in memory; beyond it, sorted runs go to an unnamed file in the directory for temporary files ($TMPDIR, else /tmp),
// are merged into longer ones as they become many (rows/run_tiers.h), and are merged when they are read. Rows of one
// key come in source order.
//
// Besides the budget some memory is taken for reading runs (kCursorBytesMax), whatever the number and size of the rows.
//
// A RowSorter belongs to one thread. SortedRows is constant: cursors on it may be opened and used from several threads
// at once, one thread a cursor, and must not outlive it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/row_block.h"
#include "rows/sorted_row.h"

namespace earshot {

class SortedRows {
 public:
  virtual ~SortedRows() = default;
  // How many rows there are, repeated keys included.
  virtual uint64_t count() const = 0;
  // How many more records they were made of than there are rows (rows/measured.h).
  virtual uint64_t folded() const { return 0; }
  // How many records have no row, as they lack a value.
  virtual uint64_t left_out() const { return 0; }
  // The sum of the hashes of all rows, taken when they were added, so that a caller that reads them all can check that
  // sorting neither lost nor changed any.
  virtual const Digest& digest() const = 0;
  // How many cursors may be open at once; fewer where rows are large.
  virtual size_t cursors_max() const = 0;
  // About `count` sort keys, in order, that cut the rows into parts of about the same size.
  virtual StatusOr<std::vector<std::string>> SplitPoints(size_t count) const = 0;
  // The rows with begin <= sort key < end; an empty `end` means no end.
  virtual StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const = 0;
};

// Checks that what was read of `rows`, which is all of them, is what was put in: `count` rows with that digest. What
// neither the disk's checksums nor the code's tests catch ends here.
Status CheckAsRead(const Table& table, const SortedRows& rows, uint64_t count, const Digest& digest);

class RunTiers;
class RunWriter;
class SortBuffer;
class SpillFile;

// How many sorters may write in the background at once; shared by those that are filled at the same time, as each
// writer takes a thread and memory for merging. Safe on any thread.
class SpillThreads {
 public:
  explicit SpillThreads(size_t count) : free_(static_cast<ptrdiff_t>(count)) {}
  bool TryTake() {
    if (free_.fetch_sub(1) > 0) return true;
    Return();
    return false;
  }
  void Return() { free_.fetch_add(1); }

 private:
  std::atomic<ptrdiff_t> free_;
};

class RowSorter {
 public:
  // Less than kSortMemoryMin is taken as that. Rows in memory are sorted on up to `threads` threads. Where `spills` has
  // a thread, it sorts and writes the rows of one half of the memory while others are added to the other half.
  explicit RowSorter(size_t memory_bytes, size_t threads = 1, std::shared_ptr<SpillThreads> spills = nullptr);
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  Status Add(const RowBlock& rows);
  // Sorts what is left. REQUIRES: called once; nothing is added after it.
  StatusOr<std::unique_ptr<SortedRows>> Finish();

 private:
  Status AddRecord(std::string_view record);
  StatusOr<RunWriter> StartRun();
  Status Spill();
  Status SpillAlone(std::string_view record);
  Status WriteFullBuffer();
  Status WaitForSpill();

  const size_t threads_;
  const std::shared_ptr<SpillThreads> spills_;
  const size_t buffer_bytes_;
  std::unique_ptr<SortBuffer> buffer_;
  RowTotals totals_;
  // Once the rows are more than the buffer holds; while `spilling_` is not ready, they are its own.
  std::unique_ptr<SortBuffer> full_buffer_;
  std::shared_ptr<SpillFile> spill_;
  std::unique_ptr<RunTiers> runs_;
  std::future<Status> spilling_;  // declared last: waited for before the rest is destroyed
};

inline constexpr size_t kSortMemoryMin = size_t{1} << 20;

}  // namespace earshot
