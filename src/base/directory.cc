#include "base/directory.h"

#include <filesystem>
#include <system_error>

namespace earshot {

Status MakeDirectories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && !std::filesystem::is_directory(path)) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return ErrnoError(error.value(), "cannot make the directory " + path);
  return absl::OkStatus();
}

}  // namespace earshot
