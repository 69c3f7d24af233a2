// A table's rows in a store's order, sorted within a memory budget.
//
// RowSorter takes the plays in source order; Finish gives the SortedRows. As long as the rows fit the budget they stay
// in memory; beyond it, sorted runs go to unnamed files in the temporary folder ($TMPDIR, else /tmp) and are merged
// when they are read. Rows of one key come in source order.
//
// A RowSorter belongs to one thread. SortedRows is constant: cursors on it may be opened and used from several threads
// at once, one thread a cursor, and must not outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/play.h"
#include "questions/table.h"
#include "rows/order.h"

namespace earshot {

struct SortedRow {
  std::string_view sort_key;
  std::string_view row;
  uint64_t line = 0;  // of the play in the consolidated file
};

// Rows one after the other; their views are valid until the next call, or, where RowsStay, as long as the SortedRows.
class SortedCursor {
 public:
  virtual ~SortedCursor() = default;
  virtual StatusOr<bool> Next(SortedRow* row) = 0;
  virtual bool RowsStay() const { return false; }
};

class SortedRows {
 public:
  virtual ~SortedRows() = default;
  // How many rows there are, repeated keys included.
  virtual uint64_t count() const = 0;
  // About `count` sort keys, in order, that cut the rows into parts of about the same size.
  virtual std::vector<std::string> Cuts(size_t count) const = 0;
  // The rows with begin <= sort key < end; an empty `end` means no end.
  virtual StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const = 0;
};

class SortBuffer;
class RunFile;

class RowSorter {
 public:
  // `table` and `order` must outlive the sorter. Less than kSortMemoryMin is taken as that.
  RowSorter(const Table& table, const RowOrder& order, size_t memory_bytes);
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  // Encodes and keeps the row of `play`. An error names the line and the column of the value that is wrong.
  Status Add(const Play& play);
  // Sorts what is left. The sorter is used up afterwards.
  StatusOr<std::unique_ptr<SortedRows>> Finish();

 private:
  Status Spill();

  const Table& table_;
  const RowOrder& order_;
  size_t memory_bytes_;
  std::unique_ptr<SortBuffer> buffer_;
  std::vector<std::unique_ptr<RunFile>> runs_;
  uint64_t count_ = 0;
  std::string row_;       // scratch, reused for each play
  std::string sort_key_;  // scratch
};

inline constexpr size_t kSortMemoryMin = size_t{1} << 20;

}  // namespace earshot
