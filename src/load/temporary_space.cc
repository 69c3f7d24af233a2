#include "load/temporary_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <system_error>

#include "base/temporary_directory.h"
#include "rows/run_tiers.h"
#include "rows/sorted_rows.h"

namespace earshot {
namespace {

// A row takes about as many bytes in a run as its play does in the consolidated file: it has fewer columns, and its key
// twice. While one table is in use, the next one is being sorted.
constexpr uint64_t kTablesAtOnce = 2;

// The largest merge of runs into a longer one: for its time those rows are there twice. A run holds at least half as
// many bytes as the memory that it was sorted in, which holds more than the rows.
uint64_t LargestMerge(uint64_t plays_bytes, uint64_t sort_bytes) {
  uint64_t largest = 0;
  for (uint64_t least = sort_bytes / 2 * kRunsMax; least <= plays_bytes; least *= kRunsMax) {
    largest = std::min(2 * least, plays_bytes);
  }
  return largest;
}

std::string InUnits(uint64_t bytes) {
  const char* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto count = static_cast<double>(bytes);
  size_t unit = 0;
  for (; count >= 1024 && unit + 1 < std::size(units); ++unit) count /= 1024;
  return fmt::format("{:.{}f} {}", count, unit > 0 && count < 10 ? 1 : 0, units[unit]);
}

}  // namespace

TemporarySpace EstimateTemporarySpace(uint64_t plays_bytes, size_t memory_bytes) {
  TemporarySpace space;
  space.directory = TemporaryParent();
  const uint64_t sort_bytes = memory_bytes / kTablesAtOnce;
  if (plays_bytes > sort_bytes) {
    space.needed_bytes =
        kTablesAtOnce * plays_bytes + LargestMerge(plays_bytes, std::max<uint64_t>(sort_bytes, kSortMemoryMin));
  }
  std::error_code error;
  const std::filesystem::space_info info = std::filesystem::space(space.directory, error);
  // Where the system does not say, nothing is known to be too small.
  space.free_bytes = error ? std::numeric_limits<uint64_t>::max() : info.available;
  return space;
}

std::string Describe(const TemporarySpace& space) {
  if (space.needed_bytes == 0) return "sorting takes no temporary files: all rows fit in memory";
  return fmt::format("sorting takes about {} of temporary files in {}, which has {} free", InUnits(space.needed_bytes),
                     space.directory, InUnits(space.free_bytes));
}

}  // namespace earshot
