// KeyRange: a part of a table, by its sort keys (rows/order.h). Plain data; safe on any thread.
#pragma once

#include <string>
#include <vector>

namespace earshot {

// The rows whose sort keys are in [begin, end); an empty `end` is the end of the table.
struct KeyRange {
  std::string begin;
  std::string end;
};

// The whole key space, split at `bounds`, which are in order; a bound that repeats the one before it splits nothing.
inline std::vector<KeyRange> SplitAt(const std::vector<std::string>& bounds) {
  std::vector<KeyRange> ranges(1);
  for (const std::string& bound : bounds) {
    if (bound == ranges.back().begin) continue;
    ranges.back().end = bound;
    ranges.push_back({bound, ""});
  }
  return ranges;
}

}  // namespace earshot
