#include "base/separate_files.h"

#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace earshot {
namespace {

namespace fs = std::filesystem;

// Whether writing to it replaces something, or would make a file.
bool IsFileOnDisk(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !path.empty() && (!fs::exists(status) || fs::is_regular_file(status));
}

bool IsSameFile(const std::string& one, const std::string& other) {
  std::error_code error;
  if (fs::equivalent(one, other, error)) return true;
  const auto canonical = [](const std::string& path) {
    std::error_code failed;
    // Of what is not there yet only an absolute path is made canonical in full.
    const fs::path found = fs::weakly_canonical(fs::absolute(path, failed), failed);
    return failed ? fs::path(path).lexically_normal() : found;
  };
  return canonical(one) == canonical(other);
}

// https://www.sqlite.org/fileformat.html, "The Database Header"
bool IsSqliteDatabase(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  char start[kMagic.size()] = {};
  std::ifstream(path, std::ios::binary).read(start, sizeof start);
  return std::string_view(start, sizeof start) == kMagic;
}

}  // namespace

Status CheckSeparateFiles(const std::vector<std::string>& outputs, const std::vector<std::string>& others) {
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (!IsFileOnDisk(*output)) continue;
    for (const std::string& other : others) {
      if (!IsFileOnDisk(other) || !IsSameFile(*output, other)) continue;
      return UsageError("{} is one of the files that are used, and would be destroyed; write to another file", *output);
    }
    for (auto other = outputs.begin(); other != output; ++other) {
      if (!IsFileOnDisk(*other) || !IsSameFile(*output, *other)) continue;
      return UsageError("{} is to be written twice; give each output a file of its own", *output);
    }
    if (IsSqliteDatabase(*output)) {
      return UsageError("{} is a SQLite database, and would be destroyed; write to another file", *output);
    }
  }
  return absl::OkStatus();
}

}  // namespace earshot
