#include "stores/sqlite/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/file_owner.h"
#include "base/file_sync.h"
#include "base/links.h"

namespace earshot {
namespace {

// SQLite's own files beside it, the file itself last.
constexpr std::array<const char*, 4> kSuffixes = {"-journal", "-wal", "-shm", ""};

}  // namespace

StatusOr<std::string> BehindLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::weakly_canonical(FileBehindLinks(path), error);
  if (error) return ErrnoError(error.value(), "cannot look for " + path);
  return target.string();
}

std::string NewFile::PathFor(const std::string& target) { return target + ".new"; }

StatusOr<std::unique_ptr<NewFile>> NewFile::Create(std::string target) {
  const std::string path = PathFor(target);
  struct stat old {};
  const bool has_old = stat(target.c_str(), &old) == 0;
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, has_old ? 0600 : 0644);
  if (descriptor < 0 && errno == EEXIST) {
    return TransientError(
        "{} is there: another load is filling it, or was killed on a file system without locks; if no load is at work, "
        "remove it",
        path);
  }
  if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
  if (has_old) TakeOver(old, descriptor);
  close(descriptor);
  return std::unique_ptr<NewFile>(new NewFile(std::move(target)));
}

NewFile::~NewFile() {
  if (!has_name_) static_cast<void>(RemoveLeftover(target_));
}

Status NewFile::RemoveLeftover(const std::string& target) {
  for (const char* suffix : kSuffixes) {
    const std::string path = PathFor(target) + suffix;
    if (unlink(path.c_str()) != 0 && errno != ENOENT) return ErrnoError(errno, "cannot remove " + path);
  }
  return absl::OkStatus();
}

Status NewFile::Commit() {
  RETURN_IF_ERROR(SyncFile(path()));
  if (std::rename(path().c_str(), target_.c_str()) != 0) return ErrnoError(errno, "cannot write " + target_);
  has_name_ = true;
  return SyncNameOf(target_);
}

}  // namespace earshot
