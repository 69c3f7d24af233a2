// How much room the sorted runs of a load or a verification take among the temporary files, and how many tables are
// sorted at once for it.
//
// Safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace earshot {

struct SortWork {
  uint64_t plays_bytes = 0;  // of the consolidated file
  size_t memory_bytes = 0;
  size_t tables = 0;
};

struct TemporarySpace {
  std::string directory;
  uint64_t needed_bytes = 0;  // about; 0 where everything fits in memory
  uint64_t free_bytes = 0;    // what is there, as far as the system says
};

TemporarySpace EstimateTemporarySpace(const SortWork& work);

// How many tables to sort in one pass over the plays: as many as memory and disk have room for. From 1 to
// `work.tables`.
size_t TablesAtOnce(const SortWork& work);

// The same, with `free_bytes` left for temporary files.
size_t TablesAtOnce(const SortWork& work, uint64_t free_bytes);

// "sorting takes about 700 MiB of temporary files in /tmp, which has 12 GiB free"
std::string Describe(const TemporarySpace& space);

}  // namespace earshot
