#include "base/separate_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/links.h"

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
    const fs::path found = fs::weakly_canonical(fs::absolute(FileBehindLinks(path), failed), failed);
    return failed ? fs::path(path).lexically_normal() : found;
  };
  return canonical(one) == canonical(other);
}

// Whether it is what standard output writes to, other than a device that takes everything.
bool IsStandardOutput(const std::string& path) {
  struct stat named {};
  struct stat own {};
  if (stat(path.c_str(), &named) != 0 || fstat(STDOUT_FILENO, &own) != 0) return false;
  const bool takes_everything = S_ISCHR(own.st_mode) && isatty(STDOUT_FILENO) == 0;
  return named.st_dev == own.st_dev && named.st_ino == own.st_ino && !takes_everything;
}

// https://www.sqlite.org/fileformat.html, "The Database Header"
bool IsSqliteDatabase(const std::string& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  char start[kMagic.size()] = {};
  std::ifstream(path, std::ios::binary).read(start, sizeof start);
  return std::string_view(start, sizeof start) == kMagic;
}

// The files beside a database that SQLite, or a load into it, writes and removes.
bool IsBesideSqliteDatabase(const std::string& path) {
  const std::string file = FileBehindLinks(path);
  for (const std::string_view suffix : {"-journal", "-wal", "-shm", ".new", ".loading"}) {
    if (file.ends_with(suffix) && IsSqliteDatabase(file.substr(0, file.size() - suffix.size()))) return true;
  }
  return false;
}

}  // namespace

Status CheckSeparateFiles(const std::vector<std::string>& outputs, const std::vector<std::string>& others) {
  const bool is_output_taken = std::find(others.begin(), others.end(), kStandardOutput) != others.end();
  for (auto output = outputs.begin(); output != outputs.end(); ++output) {
    if (!IsFileOnDisk(*output)) {
      if (!is_output_taken || !IsStandardOutput(*output)) continue;
      return UsageError("{} is standard output, where the results go; write to a file", *output);
    }
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
    if (IsBesideSqliteDatabase(*output)) {
      return UsageError("{} is a file that SQLite keeps beside a database; write to another file", *output);
    }
  }
  return absl::OkStatus();
}

}  // namespace earshot
