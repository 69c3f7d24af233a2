// Divides what a table lacks, or what it has too much, into batches: neighbours of one replica set that fit the store's
// limits together.
//
// Belongs to one thread; the writer must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "load/row_merge.h"
#include "load/touched_ranges.h"
#include "stores/table_writer.h"

namespace earshot {

// What becomes of a table: rows that it lacks or that differ are written, or those that it has too much are removed.
enum class Change { kWrite, kRemove };

// How the rows of a table compare with those that it should have.
struct MatchCounts {
  uint64_t same = 0;
  uint64_t missing = 0;
  uint64_t differing = 0;
  uint64_t extra = 0;

  void Add(RowMatch match);
  void Add(const MatchCounts& other);
};

class Batcher {
 public:
  // `rows` are those of the key range at position `range` of TableSink::WriteRanges.
  Batcher(RowMerge rows, const TableWriter& writer, Change change, size_t range);

  // From now on, extra rows are kept in `rows` as they are passed over, as many as take at most `bytes_max`. `rows`
  // must outlive the batcher.
  void KeepExtra(std::vector<std::string>* rows, size_t bytes_max);
  bool kept_all_extra() const { return kept_all_extra_; }

  // From now on every row is added to `touched`, with whether it is missing, differs or is extra. It must outlive the
  // batcher.
  void Note(TouchedRanges* touched) { touched_ = touched; }

  // Fills `batch` (all but its id) with the next rows; false at the end.
  StatusOr<bool> Next(RowBatch* batch);

  // Of the rows read so far.
  const MatchCounts& counts() const { return counts_; }
  const RowMerge& rows() const { return rows_; }
  // How many rows of the source were passed over since the last call, as the store has them.
  uint64_t TakePassedOver() { return std::exchange(passed_over_, 0); }

 private:
  Status ReadPending();
  void KeepExtraRow(std::string_view row);
  bool IsToBeSent() const;
  std::string_view PendingCells() const;
  bool Fits(const RowBatch& batch) const;

  RowMerge rows_;
  const TableWriter& writer_;
  const WriteLimits limits_;
  const Change change_;
  const size_t range_;
  MergedRow pending_;  // read, and not in a batch yet
  bool has_pending_ = false;
  uint64_t replica_set_ = 0;   // of the batch being filled
  std::string last_sort_key_;  // of the rows given so far
  MatchCounts counts_;
  uint64_t passed_over_ = 0;
  std::vector<std::string>* extra_rows_ = nullptr;
  size_t extra_bytes_left_ = 0;
  bool kept_all_extra_ = true;
  TouchedRanges* touched_ = nullptr;
};

}  // namespace earshot
