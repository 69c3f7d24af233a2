// Groups of listeners who share a playlist.
//
// Plain data and functions; safe on any thread.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "taste/listening.h"
#include "taste/opt_in.h"

namespace earshot {

// Each group once, in order: the numbers of its listeners, two or more, in order.
using Groups = std::set<std::vector<uint32_t>>;

// The user_ids of a group on each line (taste/user_id_lines.h). All must be of `listeners`, and have opted in.
StatusOr<Groups> ReadGroups(const std::string& path, const std::vector<Listener>& listeners, const OptIn& opt_in);

// The numbers of these listeners, each once, in order. An error where one is unknown, or where they are fewer than two.
StatusOr<std::vector<uint32_t>> MembersOf(const std::vector<Listener>& listeners, std::span<const int64_t> user_ids);

}  // namespace earshot
