#include "base/output_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/directory.h"
#include "base/file_sync.h"

namespace earshot {
namespace {

// Not a name of letters alone: a program that looks for directories by their names may pass over it.
constexpr char kPartSuffix[] = ".earshot.part";

Status RemoveContents(const std::string& path) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    std::filesystem::remove_all(entry->path(), error);
  }
  return error ? ErrnoError(error.value(), "cannot empty " + path) : absl::OkStatus();
}

}  // namespace

Status OutputDirectory::CheckReplaceable(const std::string& path, IsOwn is_own) {
  std::error_code error;
  const std::filesystem::file_status there = std::filesystem::symlink_status(path, error);
  if (there.type() == std::filesystem::file_type::not_found) return absl::OkStatus();
  if (error) return ErrnoError(error.value(), "cannot write " + path);
  if (!std::filesystem::is_directory(there)) return InputError("{} is there already, and is not a directory", path);
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    if (is_own(entry->path().filename().native())) continue;
    return InputError("{} is there already, and is not replaced, as it holds other files, such as {}", path,
                      entry->path().filename().native());
  }
  return error ? ErrnoError(error.value(), "cannot read " + path) : absl::OkStatus();
}

// After a Commit that is what was replaced.
OutputDirectory::~OutputDirectory() {
  std::error_code ignored;
  if (lock_.held()) std::filesystem::remove_all(part_, ignored);
}

StatusOr<std::unique_ptr<OutputDirectory>> OutputDirectory::Create(const std::string& path, IsOwn is_own) {
  RETURN_IF_ERROR(CheckReplaceable(path, is_own));
  std::unique_ptr<OutputDirectory> directory(new OutputDirectory(path, path + kPartSuffix, is_own));
  RETURN_IF_ERROR(MakeDirectories(DirectoryOf(path)));
  RETURN_IF_ERROR(directory->Take());
  return directory;
}

Status OutputDirectory::Take() {
  if (mkdir(part_.c_str(), 0777) != 0 && errno != EEXIST) return ErrnoError(errno, "cannot make " + part_);
  ASSIGN_OR_RETURN(lock_, FileLock::Take(part_, path_, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
  if (!lock_.held() && lock_.open_error() != 0) return ErrnoError(lock_.open_error(), "cannot write " + part_);
  if (!lock_.held()) return InputError("{} is on a file system without locks; write to another one", path_);
  return RemoveContents(part_);
}

Status OutputDirectory::Commit() {
  RETURN_IF_ERROR(SyncNameOf(part_ + "/files"));
  RETURN_IF_ERROR(CheckReplaceable(path_, is_own_));
  RETURN_IF_ERROR(Rename());
  return SyncNameOf(path_);
}

Status OutputDirectory::Rename() const {
  const unsigned flags = access(path_.c_str(), F_OK) == 0 ? RENAME_EXCHANGE : RENAME_NOREPLACE;
  if (renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, path_.c_str(), flags) == 0) return absl::OkStatus();
  // Some file systems know no flags; they replace an empty directory alone.
  if (errno == EINVAL || errno == ENOSYS) {
    if (rename(part_.c_str(), path_.c_str()) == 0) return absl::OkStatus();
  }
  return ErrnoError(errno, "cannot write " + path_);
}

}  // namespace earshot
