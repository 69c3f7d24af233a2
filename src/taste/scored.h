// Numbers with scores, and the best of them.
//
// Pure functions; safe on any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

struct Scored {
  uint32_t number = 0;
  double score = 0;
};

// The higher score first; of the same ones the lower number, so that the order is always the same.
struct IsBetter {
  bool operator()(const Scored& left, const Scored& right) const {
    return left.score != right.score ? left.score > right.score : left.number < right.number;
  }
};

// Leaves the `count` best, or all where there are fewer, best first.
inline void KeepBest(size_t count, std::vector<Scored>* scored) {
  const auto end = scored->begin() + static_cast<std::ptrdiff_t>(std::min(count, scored->size()));
  std::partial_sort(scored->begin(), end, scored->end(), IsBetter());
  scored->erase(end, scored->end());
}

// With six decimals, as all scores are written.
inline std::string ScoreText(double score) { return fmt::format("{:.6f}", score); }

}  // namespace earshot
