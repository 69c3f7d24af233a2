#include "taste/groups.h"

#include "taste/lookup.h"
#include "taste/user_id_lines.h"

namespace earshot {

StatusOr<Groups> ReadGroups(const std::string& path, const std::vector<Listener>& listeners, const OptIn& opt_in) {
  Groups groups;
  RETURN_IF_ERROR(ForEachUserIdLine(path, [&](const std::vector<int64_t>& user_ids) -> Status {
    RETURN_IF_ERROR(CheckOptedIn(user_ids, opt_in));
    ASSIGN_OR_RETURN(std::vector<uint32_t> members, MembersOf(listeners, user_ids));
    groups.insert(std::move(members));
    return absl::OkStatus();
  }));
  return groups;
}

StatusOr<std::vector<uint32_t>> MembersOf(const std::vector<Listener>& listeners, std::span<const int64_t> user_ids) {
  std::set<uint32_t> members;
  for (const int64_t user_id : user_ids) {
    const size_t listener = FindListener(listeners, user_id);
    if (listener == listeners.size()) return InputError("no play is of a listener {}; leave them out", user_id);
    members.insert(static_cast<uint32_t>(listener));
  }
  if (members.size() < 2) return InputError("a playlist is for two listeners or more; name another one");
  return std::vector<uint32_t>(members.begin(), members.end());
}

}  // namespace earshot
