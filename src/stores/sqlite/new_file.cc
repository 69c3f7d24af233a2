#include "stores/sqlite/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace earshot {
namespace {

// SQLite's own files beside it, the file itself last.
constexpr std::array<const char*, 4> kSuffixes = {"-journal", "-wal", "-shm", ""};

std::string PathOf(const std::string& target) { return target + ".new"; }

Status Sync(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  // Some file systems cannot sync directories, and need not.
  const bool is_synced = error == 0 || (error == EINVAL && (flags & O_DIRECTORY) != 0);
  return is_synced ? absl::OkStatus() : ErrnoError(error, "cannot write " + path);
}

}  // namespace

StatusOr<std::string> BehindLinks(const std::string& path) {
  std::error_code error;
  std::string target = std::filesystem::weakly_canonical(path, error).string();
  if (error) return ErrnoError(error.value(), "cannot look for " + path);
  return target;
}

NewFile::NewFile(std::string target) : target_(std::move(target)), path_(PathOf(target_)) {
  std::remove(path_.c_str());
}

Status NewFile::RemoveLeftover(const std::string& target) {
  for (const char* suffix : kSuffixes) {
    const std::string path = PathOf(target) + suffix;
    if (unlink(path.c_str()) != 0 && errno != ENOENT) return ErrnoError(errno, "cannot remove " + path);
  }
  return absl::OkStatus();
}

NewFile::~NewFile() { std::remove(path_.c_str()); }

Status NewFile::Commit() {
  struct stat old {};
  if (stat(target_.c_str(), &old) == 0 && chmod(path_.c_str(), old.st_mode & 07777) != 0) {
    return ErrnoError(errno, "cannot write " + path_);
  }
  RETURN_IF_ERROR(Sync(path_, O_RDONLY));
  if (std::rename(path_.c_str(), target_.c_str()) != 0) return ErrnoError(errno, "cannot write " + target_);
  return Sync(std::filesystem::path(target_).parent_path().string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace earshot
