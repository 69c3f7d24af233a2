// What was generated. Plain data; safe on any thread while constant.
#pragma once

#include <cstdint>

namespace earshot {

struct GenerateSummary {
  uint64_t files = 0;
  uint64_t events = 0;
  uint64_t plays = 0;
};

}  // namespace earshot
