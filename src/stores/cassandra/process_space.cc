#include "stores/cassandra/process_space.h"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace earshot {

std::string ThisProcessSpace() {
  std::ifstream boot_id("/proc/sys/kernel/random/boot_id");
  std::string boot;
  std::getline(boot_id, boot);
  std::error_code error;
  const std::string space = std::filesystem::read_symlink("/proc/self/ns/pid", error).string();
  return boot.empty() || error ? "" : fmt::format("{} {}", boot, space);
}

bool HasEnded(uint64_t process, const std::string& process_space) {
  const bool is_seen = !process_space.empty() && process_space == ThisProcessSpace();
  return is_seen && kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH;
}

}  // namespace earshot
