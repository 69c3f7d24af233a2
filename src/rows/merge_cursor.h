// Several sorted runs read as one.
//
// Belongs to one thread; the runs must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "rows/run_file.h"
#include "rows/sorted_rows.h"

namespace earshot {

using Runs = std::vector<std::unique_ptr<RunFile>>;

// How much memory cursors on all of `runs` may take.
size_t CursorBytes(const Runs& runs);

class MergeCursor : public SortedCursor {
 public:
  // The rows with begin <= sort key < end; an empty `end` means no end.
  static StatusOr<std::unique_ptr<SortedCursor>> Open(const Runs& runs, std::string_view begin, std::string end);

  StatusOr<bool> Next(SortedRow* row) override;

 private:
  // A run and its current row.
  struct Head {
    uint64_t key_begin = 0;  // the first bytes of the sort key, which decide most comparisons
    SortedRow row;
    std::unique_ptr<SortedCursor> run;

    StatusOr<bool> Next();
    bool IsBefore(const Head& other) const;
  };

  explicit MergeCursor(std::string end) : end_(std::move(end)) {}
  Status Add(const RunFile& run, std::string_view begin);
  void SiftDown(size_t position);

  const std::string end_;
  std::vector<Head> heap_;  // each head is before those at twice its position, plus one and plus two
  bool given_ = false;      // the first head's row was given
};

}  // namespace earshot
