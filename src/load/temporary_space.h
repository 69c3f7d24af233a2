// How much room the sorted runs of a load or a verification take among the temporary files.
//
// Safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace earshot {

struct TemporarySpace {
  std::string directory;
  uint64_t needed_bytes = 0;  // about; 0 where everything fits in memory
  uint64_t free_bytes = 0;    // what is there, as far as the system says
};

TemporarySpace EstimateTemporarySpace(uint64_t plays_bytes, size_t memory_bytes);

// "sorting takes about 700 MiB of temporary files in /tmp, which has 12 GiB free"
std::string Describe(const TemporarySpace& space);

}  // namespace earshot
