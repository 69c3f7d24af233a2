#include "taste/opt_in.h"

#include "taste/user_id_lines.h"

namespace earshot {

StatusOr<OptIn> ReadOptIn(const std::string& path) {
  OptIn opt_in;
  RETURN_IF_ERROR(ForEachUserIdLine(path, [&](const std::vector<int64_t>& user_ids) -> Status {
    if (user_ids.size() > 1) return InputError("there is more than one user_id; write each on a line of its own");
    opt_in.insert(user_ids.front());
    return absl::OkStatus();
  }));
  return opt_in;
}

Status CheckOptedIn(std::span<const int64_t> user_ids, const OptIn& opt_in) {
  for (const int64_t user_id : user_ids) {
    if (!opt_in.contains(user_id)) {
      return InputError(
          "listener {} has not agreed to be shown to others; once they have, add {} to the file of those who have",
          user_id, user_id);
    }
  }
  return absl::OkStatus();
}

std::vector<uint32_t> OptedIn(const std::vector<Listener>& listeners, const OptIn& opt_in) {
  std::vector<uint32_t> numbers;
  for (size_t i = 0; i < listeners.size(); ++i) {
    if (opt_in.contains(listeners[i].user_id)) numbers.push_back(static_cast<uint32_t>(i));
  }
  return numbers;
}

}  // namespace earshot
