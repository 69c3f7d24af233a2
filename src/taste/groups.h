// Groups of listeners who share a playlist.
//
// Plain data and functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "taste/listening.h"
#include "taste/opt_in.h"

namespace earshot {

inline constexpr size_t kGroupMembersMin = 2;
inline constexpr size_t kGroupMembersMax = 100;

// Each group once, in order: the user_ids of its members, in order, as a file has them.
using NamedGroups = std::set<std::vector<int64_t>>;

// The user_ids of a group on each line (taste/user_id_lines.h): of kGroupMembersMin to kGroupMembersMax listeners.
StatusOr<NamedGroups> ReadGroups(const std::string& path);

// Each group once, in order: the numbers of its listeners, two or more, in order.
using Groups = std::set<std::vector<uint32_t>>;

struct KnownGroups {
  Groups groups;
  uint64_t left_out = 0;
  std::optional<int64_t> left_out_for;  // the first member for whom a group is left out
};

// Those of which every member is among `listeners` and in `opt_in`: who is forgotten, plays no more, or agrees no more,
// stops no run.
KnownGroups FindGroups(const NamedGroups& named, const std::vector<Listener>& listeners, const OptIn& opt_in);

// The numbers of these listeners, each once, in order. An error where one is unknown, or where they are fewer than two.
StatusOr<std::vector<uint32_t>> MembersOf(const std::vector<Listener>& listeners, std::span<const int64_t> user_ids);

}  // namespace earshot
