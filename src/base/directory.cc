#include "base/directory.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "base/file_sync.h"

namespace earshot {
namespace {

// `path` and those above it that are not there, the lowest first.
std::vector<std::string> MissingOf(const std::string& path) {
  std::vector<std::string> missing;
  std::error_code ignored;
  for (std::string one = path; !std::filesystem::exists(one, ignored); one = DirectoryOf(one)) {
    // The working directory itself may be gone.
    if (!missing.empty() && missing.back() == one) break;
    missing.push_back(one);
  }
  return missing;
}

}  // namespace

Status MakeDirectories(const std::string& path) {
  const std::vector<std::string> missing = MissingOf(path);
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error && !std::filesystem::is_directory(path)) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return ErrnoError(error.value(), "cannot make the directory " + path);
  for (const std::string& made : missing) RETURN_IF_ERROR(SyncNameOf(made));
  return absl::OkStatus();
}

}  // namespace earshot
