#include "base/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "base/file_owner.h"
#include "base/file_sync.h"
#include "base/links.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

// The name of a half that is locked, or that is there only while the target is: one that nobody has locked is what a
// program has left that was killed.
std::string PartOf(const std::string& target) { return target + ".earshot.part"; }

// Without locks the name must be unique: two runs must not write into the same file.
std::string UniquePartOf(const std::string& target) {
  std::random_device random;
  return fmt::format("{}.{:08x}{:08x}.part", target, random(), random());
}

// Whether the part's name is too long for a directory, so that the file could get no name once it is written.
bool IsNameTooLong(const std::string& target) {
  constexpr size_t kPartBytesMax = 22;  // of UniquePartOf
  return std::filesystem::path(target).filename().native().size() + kPartBytesMax > NAME_MAX;
}

// The descriptor of standard output or standard error, if it writes to this file; else -1. With a descriptor of its own
// a file would be written at another place than the other results, and over them.
int StandardOutputAt(const struct stat& file) {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (fstat(descriptor, &own) == 0 && own.st_dev == file.st_dev && own.st_ino == file.st_ino) return descriptor;
  }
  return -1;
}

// The file itself may be one that could be written.
Status DirectoryError(int error, const std::string& path, const std::string& target) {
  if (error == ENOENT) return ErrnoError(error, "cannot write " + path);
  std::error_code failed;
  const std::filesystem::path absolute = std::filesystem::absolute(target, failed).lexically_normal();
  return ErrnoError(error, fmt::format("cannot write {} into {}", path, absolute.parent_path().string()));
}

// Where there is no /proc (as in a chroot) such a file could not get a name later.
int OpenNameless(const std::string& directory) {
  if (access("/proc/self/fd", X_OK) == 0) return open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
  errno = EOPNOTSUPP;
  return -1;
}

}  // namespace

OutputFile::~OutputFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
  if (descriptor_ >= 0) close(descriptor_);
}

StatusOr<std::unique_ptr<OutputFile>> OutputFile::Create(const std::string& path) {
  struct stat old {};
  const bool exists = stat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return ErrnoError(errno, "cannot write " + path);
  if (exists && S_ISDIR(old.st_mode)) return ErrnoError(EISDIR, "cannot write " + path);
  const int standard_output = exists ? StandardOutputAt(old) : -1;
  if (!exists || (S_ISREG(old.st_mode) && standard_output < 0)) return CreateBeside(path, FileBehindLinks(path));
  const int descriptor =
      standard_output >= 0 ? fcntl(standard_output, F_DUPFD_CLOEXEC, 0) : open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == EINTR) RETURN_IF_ERROR(CheckStop());
  if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
  std::unique_ptr<OutputFile> file(new OutputFile(path, descriptor));
  file->may_wait_ = !S_ISREG(old.st_mode);
  return file;
}

StatusOr<std::unique_ptr<OutputFile>> OutputFile::CreateBeside(const std::string& path, const std::string& target) {
  if (IsNameTooLong(target)) return ErrnoError(ENAMETOOLONG, "cannot write " + path);
  ASSIGN_OR_RETURN(FileLock old_lock, FileLock::Take(target, path, O_RDONLY));
  int descriptor = OpenNameless(DirectoryOf(target));
  std::string temporary;
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
    temporary = PartOf(target);
    ASSIGN_OR_RETURN(FileLock part, FileLock::Take(temporary, path, O_WRONLY | O_CREAT | O_NOFOLLOW));
    if (part.held()) {
      descriptor = part.Release();
      if (ftruncate(descriptor, 0) != 0) close(std::exchange(descriptor, -1));
    } else {
      unlink(temporary.c_str());
      temporary = UniquePartOf(target);
      descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    }
  }
  if (descriptor < 0) return DirectoryError(errno, path, target);
  if (temporary.empty() && old_lock.held()) unlink(PartOf(target).c_str());
  // Nobody else has it, so that only a file system without locks can refuse.
  flock(descriptor, LOCK_EX | LOCK_NB);
  std::unique_ptr<OutputFile> file(new OutputFile(path, descriptor));
  file->target_ = target;
  file->temporary_ = std::move(temporary);
  file->old_lock_ = std::move(old_lock);
  // A file that has appeared since there was none to lock is another program's, which Commit must not replace.
  const bool was_missing = file->old_lock_.open_error() == ENOENT;
  if (struct stat old{}; !was_missing && stat(target.c_str(), &old) == 0) {
    TakeOver(old, descriptor);
    file->old_ = StampOf(old);
  }
  return file;
}

Status OutputFile::Error(int error) const { return ErrnoError(error, "cannot write " + path_); }

Status OutputFile::Write(std::string_view bytes) {
  // Nobody may be reading from a pipe: a stop must end the wait, whichever thread has got the signal. A pipe that can
  // be written to takes so much without waiting.
  const size_t at_once = may_wait_ ? PIPE_BUF : bytes.size();
  while (!bytes.empty()) {
    if (may_wait_) RETURN_IF_ERROR(WaitUntilWritable(descriptor_));
    const ssize_t count = write(descriptor_, bytes.data(), std::min(bytes.size(), at_once));
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
      RETURN_IF_ERROR(CheckStop());
      continue;
    }
    if (count < 0) return Error(errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

StatusOr<FileStamp> OutputFile::Stamp() const {
  struct stat info {};
  if (fstat(descriptor_, &info) != 0) return Error(errno);
  return StampOf(info);
}

// Where there was no file to lock, the other one is most likely another run, that has ended by now.
Status OutputFile::Changed() const {
  if (!old_.has_value()) {
    return TransientError("{} was written by another program meanwhile, and is left as that wrote it; try again",
                          path_);
  }
  return InputError("{} was written by another program meanwhile, and is left as that wrote it; do it again", path_);
}

Status OutputFile::CheckUnchanged() const {
  if (target_.empty()) return absl::OkStatus();
  struct stat now {};
  const bool exists = stat(target_.c_str(), &now) == 0;
  return exists == old_.has_value() && (!exists || StampOf(now) == *old_) ? absl::OkStatus() : Changed();
}

// A full disk may say so only when a file is closed, where a network file system hands the bytes over then. The
// descriptor itself stays: it holds the lock.
Status OutputFile::CloseCopy() const {
  const int copy = fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  return copy >= 0 && close(copy) == 0 ? absl::OkStatus() : Error(errno);
}

Status OutputFile::Commit() {
  if (target_.empty()) return close(std::exchange(descriptor_, -1)) == 0 ? absl::OkStatus() : Error(errno);
  RETURN_IF_ERROR(CloseCopy());
  RETURN_IF_ERROR(CheckUnchanged());
  return temporary_.empty() ? NameNameless() : NameNamed();
}

// A new name is the file's own at once. A nameless file cannot take another one's name, so it gets one beside it first.
Status OutputFile::NameNameless() {
  const std::string handle = fmt::format("/proc/self/fd/{}", descriptor_);
  const auto link_as = [&](const std::string& name) {
    return linkat(AT_FDCWD, handle.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  };
  if (!old_.has_value()) return link_as(target_) ? absl::OkStatus() : errno == EEXIST ? Changed() : Error(errno);
  std::string name = old_lock_.held() ? PartOf(target_) : UniquePartOf(target_);
  if (!link_as(name)) return Error(errno);
  // Moved, as a copy could run out of memory and leave the file under this name.
  temporary_ = std::move(name);
  return NameNamed();
}

Status OutputFile::NameNamed() {
  const auto rename_with = [&](unsigned flags) {
    return renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target_.c_str(), flags) == 0;
  };
  const auto knows_no_flags = [] { return errno == EINVAL || errno == ENOSYS; };
  if (old_.has_value() && on_disk_) {
    if (rename_with(RENAME_EXCHANGE)) return CheckExchanged();
    if (!knows_no_flags()) return Error(errno);
  }
  if (!old_.has_value()) {
    if (rename_with(RENAME_NOREPLACE)) {
      temporary_.clear();
      return absl::OkStatus();
    }
    if (!knows_no_flags()) return errno == EEXIST ? Changed() : Error(errno);
  }
  // Whether it replaces the right thing was looked at a moment ago.
  if (rename(temporary_.c_str(), target_.c_str()) != 0) return Error(errno);
  temporary_.clear();
  return absl::OkStatus();
}

// The old file and the new one have changed names, so that nothing is gone that was written until then.
Status OutputFile::CheckExchanged() {
  struct stat old {};
  if (stat(temporary_.c_str(), &old) == 0 && StampOf(old) == *old_) {
    unlink(std::exchange(temporary_, "").c_str());
    return absl::OkStatus();
  }
  if (renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) return Changed();
  // It must stay, whatever its name is.
  return InputError("{} was written by another program meanwhile, and what that wrote is now {}: {}", path_,
                    std::exchange(temporary_, ""), std::strerror(errno));
}

Status OutputFile::CommitToDisk() {
  // Only a regular file has to be synced.
  if (target_.empty()) return Commit();
  if (fsync(descriptor_) != 0) return Error(errno);
  on_disk_ = true;
  RETURN_IF_ERROR(Commit());
  return SyncNameOf(target_);
}

}  // namespace earshot
