// Whether a table's partitions are larger than a partition should be, and what to write in its question then.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "profile/table_profile.h"

namespace earshot {

struct PartitionLimits {
  uint64_t rows = 100'000;
  uint64_t bytes = 100'000'000;
};

struct LimitBreach {
  std::string problem;             // empty where there is none
  std::vector<std::string> fixes;  // one of them will do
};

LimitBreach FindBreach(const TableProfile& profile, const PartitionLimits& limits);

}  // namespace earshot
