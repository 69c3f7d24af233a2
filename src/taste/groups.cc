#include "taste/groups.h"

#include <algorithm>

#include "taste/lookup.h"
#include "taste/user_id_lines.h"

namespace earshot {
namespace {

Status CheckGroupSize(size_t members) {
  if (members < kGroupMembersMin) return InputError("a playlist is for two listeners or more; name another one");
  if (members <= kGroupMembersMax) return absl::OkStatus();
  return InputError("a playlist is for {} listeners at most, and these are {}; make two groups of them",
                    kGroupMembersMax, members);
}

}  // namespace

StatusOr<NamedGroups> ReadGroups(const std::string& path) {
  NamedGroups groups;
  RETURN_IF_ERROR(ForEachUserIdLine(path, [&](const std::vector<int64_t>& user_ids) -> Status {
    RETURN_IF_ERROR(CheckGroupSize(user_ids.size()));
    groups.insert(user_ids);
    return absl::OkStatus();
  }));
  return groups;
}

KnownGroups FindGroups(const NamedGroups& named, const std::vector<Listener>& listeners, const OptIn& opt_in) {
  KnownGroups known;
  const auto may_not_be = [&](int64_t user_id) {
    return !opt_in.contains(user_id) || FindListener(listeners, user_id) == listeners.size();
  };
  for (const std::vector<int64_t>& user_ids : named) {
    const auto missing = std::find_if(user_ids.begin(), user_ids.end(), may_not_be);
    if (missing != user_ids.end()) {
      ++known.left_out;
      if (!known.left_out_for.has_value()) known.left_out_for = *missing;
      continue;
    }
    std::vector<uint32_t> members;
    for (const int64_t user_id : user_ids) {
      members.push_back(static_cast<uint32_t>(FindListener(listeners, user_id)));
    }
    known.groups.insert(std::move(members));
  }
  return known;
}

StatusOr<std::vector<uint32_t>> MembersOf(const std::vector<Listener>& listeners, std::span<const int64_t> user_ids) {
  std::set<uint32_t> members;
  for (const int64_t user_id : user_ids) {
    const size_t listener = FindListener(listeners, user_id);
    if (listener == listeners.size()) return InputError("no play is of a listener {}; leave them out", user_id);
    members.insert(static_cast<uint32_t>(listener));
  }
  RETURN_IF_ERROR(CheckGroupSize(members.size()));
  return std::vector<uint32_t>(members.begin(), members.end());
}

}  // namespace earshot
