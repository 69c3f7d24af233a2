// The ring of a cluster: which of its nodes have the rows of which tokens, at the replication of some keyspace.
//
// Plain data; safe on any thread as long as nobody changes it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

// What a node calls itself, whatever its address is: a UUID.
using HostId = std::array<uint8_t, 16>;

struct RingNode {
  std::string address;            // without its port; empty where it is not known
  std::optional<HostId> host_id;  // none where it is not known

  bool operator==(const RingNode&) const = default;
};

// The one of `ranges`, in the order of their ends, that has the token; after the last end the first range begins.
// REQUIRES: there are ranges.
template <typename Range>
const Range& RangeOfToken(const std::vector<Range>& ranges, int64_t token) {
  const auto range = std::lower_bound(ranges.begin(), ranges.end(), token,
                                      [](const Range& one, int64_t wanted) { return one.end_token < wanted; });
  return range == ranges.end() ? ranges.front() : *range;
}

struct TokenRing {
  struct Range {
    int64_t end_token = 0;       // included; it begins after the end of the range before it
    std::vector<size_t> owners;  // positions in `nodes`

    bool operator==(const Range&) const = default;
  };

  std::vector<RingNode> nodes;
  std::vector<Range> ranges;  // in the order of their ends; after the last end the first range begins

  // REQUIRES: there are ranges.
  const Range& RangeOf(int64_t token) const { return RangeOfToken(ranges, token); }

  bool operator==(const TokenRing&) const = default;
};

// That of one node, of which nothing is known, and which has all rows.
TokenRing RingOfOneNode();

}  // namespace earshot
