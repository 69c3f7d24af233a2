#include "rows/split_points.h"

#include <algorithm>

namespace earshot {
namespace {

// Some neighbouring blocks of a run, of which the index knows the first.
struct Stretch {
  const RunFile* run;
  RunIndex::Entry first;
  uint64_t bytes;
};

std::vector<Stretch> StretchesOf(const Runs& runs) {
  std::vector<Stretch> stretches;
  for (const std::unique_ptr<RunFile>& run : runs) {
    const std::vector<RunIndex::Entry>& entries = run->index().entries();
    for (size_t i = 0; i < entries.size(); ++i) {
      const uint64_t end = i + 1 < entries.size() ? entries[i + 1].offset : run->bytes();
      stretches.push_back({run.get(), entries[i], end - entries[i].offset});
    }
  }
  return stretches;
}

StatusOr<std::string> FirstKey(const Stretch& stretch) {
  SortedRow row;
  const std::unique_ptr<SortedCursor> rows = stretch.run->OpenAt(stretch.first.offset);
  RETURN_IF_ERROR(rows->Next(&row).status());
  return std::string(row.sort_key);
}

}  // namespace

StatusOr<std::vector<std::string>> SplitPointsOf(const Runs& runs, size_t count) {
  std::vector<Stretch> stretches = StretchesOf(runs);
  std::sort(stretches.begin(), stretches.end(),
            [](const Stretch& a, const Stretch& b) { return a.first.key_begin < b.first.key_begin; });
  uint64_t all_bytes = 0;
  for (const Stretch& stretch : stretches) all_bytes += stretch.bytes;

  std::vector<std::string> cuts;
  uint64_t bytes_before = 0;
  for (const Stretch& stretch : stretches) {
    while (cuts.size() < count && bytes_before + stretch.bytes > all_bytes / (count + 1) * (cuts.size() + 1)) {
      ASSIGN_OR_RETURN(std::string cut, FirstKey(stretch));
      cuts.push_back(std::move(cut));
    }
    bytes_before += stretch.bytes;
  }
  // Keys with the same beginning are in any order in the indexes.
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

}  // namespace earshot
