#include "cql/token_ring.h"

#include <limits>

namespace earshot {

TokenRing RingOfOneNode() {
  return {.nodes = {RingNode()}, .ranges = {{.end_token = std::numeric_limits<int64_t>::max(), .owners = {0}}}};
}

}  // namespace earshot
