// Who has agreed to be shown to others by name: to whom they listen alike, and with whom they share a playlist.
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

namespace earshot {

using OptIn = std::set<int64_t>;

// One user_id a line (taste/user_id_lines.h).
StatusOr<OptIn> ReadOptIn(const std::string& path);

// An error that names the first who is not in `opt_in`.
Status CheckOptedIn(std::span<const int64_t> user_ids, const OptIn& opt_in);

// The numbers of those listeners who are in `opt_in`, in order.
std::vector<uint32_t> OptedIn(const std::vector<Listener>& listeners, const OptIn& opt_in);

}  // namespace earshot
