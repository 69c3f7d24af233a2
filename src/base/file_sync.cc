#include "base/file_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace earshot {
namespace {

// 0, or errno's value.
int Sync(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return errno;
  const int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return error;
}

Status ErrorOf(int error, const std::string& path) {
  return error == 0 ? absl::OkStatus() : ErrnoError(error, "cannot write " + path);
}

}  // namespace

std::string DirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return directory.empty() ? "." : directory;
}

Status SyncFile(const std::string& path) { return ErrorOf(Sync(path, O_RDONLY), path); }

Status SyncNameOf(const std::string& path) {
  const int error = Sync(DirectoryOf(path), O_RDONLY | O_DIRECTORY);
  // Some file systems cannot sync directories, and need not.
  return ErrorOf(error == EINVAL ? 0 : error, path);
}

}  // namespace earshot
