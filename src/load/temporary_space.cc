#include "load/temporary_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <system_error>

#include "base/temporary_directory.h"
#include "load/plays_pass.h"
#include "rows/run_tiers.h"
#include "rows/sorted_rows.h"

namespace earshot {
namespace {

// The largest merge of runs into a longer one: for its time those rows are there twice. A run holds at least half as
// many bytes as the memory that it was sorted in, which holds more than the rows.
uint64_t LargestMerge(uint64_t plays_bytes, uint64_t sort_bytes) {
  uint64_t largest = 0;
  for (uint64_t least = sort_bytes / 2 * kRunsMax; least <= plays_bytes; least *= kRunsMax) {
    largest = std::min(2 * least, plays_bytes);
  }
  return largest;
}

// A row takes about as many bytes in a run as its play does in the consolidated file: it has fewer columns, and its key
// twice.
uint64_t NeededBytes(const SortWork& work, size_t tables_at_once) {
  const uint64_t sort_bytes = work.memory_bytes / tables_at_once / 2;  // one of a sorter's two buffers
  if (work.plays_bytes <= sort_bytes) return 0;
  return tables_at_once * work.plays_bytes +
         LargestMerge(work.plays_bytes, std::max<uint64_t>(sort_bytes, kSortMemoryMin / 2));
}

// Where the system does not say, nothing is known to be too small.
uint64_t FreeBytes(const std::string& directory) {
  std::error_code error;
  const std::filesystem::space_info info = std::filesystem::space(directory, error);
  return error ? std::numeric_limits<uint64_t>::max() : info.available;
}

std::string InUnits(uint64_t bytes) {
  const char* units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto count = static_cast<double>(bytes);
  size_t unit = 0;
  for (; count >= 1024 && unit + 1 < std::size(units); ++unit) count /= 1024;
  return fmt::format("{:.{}f} {}", count, unit > 0 && count < 10 ? 1 : 0, units[unit]);
}

}  // namespace

TemporarySpace EstimateTemporarySpace(const SortWork& work) {
  TemporarySpace space = {TemporaryParent(), 0, FreeBytes(TemporaryParent())};
  space.needed_bytes = NeededBytes(work, TablesAtOnce(work, space.free_bytes));
  return space;
}

size_t TablesAtOnce(const SortWork& work) { return TablesAtOnce(work, FreeBytes(TemporaryParent())); }

size_t TablesAtOnce(const SortWork& work, uint64_t free_bytes) {
  const size_t tables_max = std::clamp<size_t>(work.tables, 1, kPassTablesMax);
  size_t tables = std::clamp<size_t>(work.memory_bytes / (2 * kSortMemoryMin), 1, tables_max);
  // Others may need the disk as well.
  while (tables > 1 && NeededBytes(work, tables) > free_bytes / 2) --tables;
  return tables;
}

std::string Describe(const TemporarySpace& space) {
  if (space.needed_bytes == 0) return "sorting takes no temporary files: all rows fit in memory";
  return fmt::format("sorting takes about {} of temporary files in {}, which has {} free", InUnits(space.needed_bytes),
                     space.directory, InUnits(space.free_bytes));
}

}  // namespace earshot
