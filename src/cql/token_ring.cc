#include "cql/token_ring.h"

#include <algorithm>
#include <limits>

namespace earshot {

const TokenRing::Range& TokenRing::RangeOf(int64_t token) const {
  const auto range = std::lower_bound(ranges.begin(), ranges.end(), token,
                                      [](const Range& one, int64_t wanted) { return one.end_token < wanted; });
  return range == ranges.end() ? ranges.front() : *range;
}

TokenRing RingOfOneNode() {
  return {.nodes = {RingNode()}, .ranges = {{.end_token = std::numeric_limits<int64_t>::max(), .owners = {0}}}};
}

}  // namespace earshot
