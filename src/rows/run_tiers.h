// Sorted runs that are merged into longer ones as they become many, so that neither the open files nor the memory that
// reading them takes grows with the data.
//
// Runs come in at the lowest tier; a tier that is full is merged into one run of the tier above. So each row is written
// once for each tier, and there are few: each holds 32 times as much as the one below. Belongs to one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/status.h"
#include "rows/merge_cursor.h"
#include "rows/run_file.h"

namespace earshot {

// So many runs may be merged, or read together once all are there.
inline constexpr size_t kRunsMax = 32;
// The memory that cursors on them take, those of all ranges together. Large rows make it count.
inline constexpr size_t kCursorBytesMax = size_t{8} << 20;

class RunTiers {
 public:
  bool empty() const { return tiers_.empty(); }

  // Takes the next run, and merges where that makes a tier full.
  Status Add(std::unique_ptr<RunFile> run);

  // All the rows, in runs that may be read together. The object is used up afterwards.
  StatusOr<Runs> Finish();

 private:
  std::vector<Runs> tiers_;  // the lowest first
};

}  // namespace earshot
