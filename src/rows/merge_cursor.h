// Several sorted runs read as one.
//
// Belongs to one thread; the runs must outlive it.
#pragma once

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
    SortedRow row;
    std::unique_ptr<SortedCursor> run;
  };

  explicit MergeCursor(std::string end) : end_(std::move(end)) {}
  Status Add(const RunFile& run, std::string_view begin);
  static bool IsAfter(const Head& a, const Head& b);

  const std::string end_;
  std::vector<Head> heap_;
  bool given_ = false;  // the last head is out of the heap: its row was given
};

}  // namespace earshot
