#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "base/stop_token.h"

namespace earshot {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{16} << 20;

// The file that a chain of links leads to; what is no link, or leads to nothing yet, is meant itself.
std::string BehindLinks(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  return error ? path : target.string();
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Nobody else has this name: two runs that write the same file must not write into one another's half.
std::string NameBeside(const std::string& path) {
  std::random_device random;
  return fmt::format("{}.{:08x}{:08x}.part", path, random(), random());
}

// Whoever could read the old file, and nobody else, can read the new one. Only root can give a file away; for others it
// is theirs.
void TakeOver(const struct stat& old, int descriptor) {
  [[maybe_unused]] const int ignored = fchown(descriptor, old.st_uid, old.st_gid);
  fchmod(descriptor, old.st_mode & 0777);
}

FileStamp StampOf(const struct stat& info) {
  return {info.st_dev, info.st_ino, static_cast<uint64_t>(info.st_size),
          info.st_mtim.tv_sec * int64_t{1'000'000'000} + info.st_mtim.tv_nsec};
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

}  // namespace

StatusOr<FileStamp> StampOf(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return ErrnoError(errno, "cannot open " + path);
  return StampOf(info);
}

FileReader::FileReader(std::string path, int descriptor, bool waits_first, size_t size)
    : path_(std::move(path)), descriptor_(descriptor), waits_first_(waits_first), size_(size) {}

FileReader::~FileReader() { close(descriptor_); }

StatusOr<std::unique_ptr<FileReader>> FileReader::Open(const std::string& path, bool waits_for_writer) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return ErrnoError(errno, "cannot open " + path);
  struct stat info {};
  if (fstat(descriptor, &info) != 0 || S_ISDIR(info.st_mode)) {
    const int error = S_ISDIR(info.st_mode) ? EISDIR : errno;
    close(descriptor);
    return ErrnoError(error, "cannot read " + path);
  }
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  const bool is_regular = S_ISREG(info.st_mode);
  return std::unique_ptr<FileReader>(new FileReader(path, descriptor, waits_for_writer && !is_regular,
                                                    is_regular ? static_cast<size_t>(info.st_size) : 0));
}

StatusOr<size_t> FileReader::Read(char* buffer, size_t size) {
  return ReadDescriptor(descriptor_, waits_first_, path_, buffer, size);
}

StatusOr<size_t> ReadDescriptor(int descriptor, bool waits_first, const std::string& name, char* buffer, size_t size) {
  size_t filled = 0;
  while (filled < size) {
    if (waits_first) RETURN_IF_ERROR(WaitUntilReadable(descriptor));
    const ssize_t count = read(descriptor, buffer + filled, size - filled);
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      RETURN_IF_ERROR(WaitUntilReadable(descriptor));
      continue;
    }
    if (count < 0) return ErrnoError(errno, "cannot read " + name);
    filled += static_cast<size_t>(count);
  }
  return filled;
}

Status CheckRegularFile(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || S_ISREG(info.st_mode)) return absl::OkStatus();
  return InputError("{} is {}, where a file is needed", path,
                    S_ISDIR(info.st_mode)    ? "a directory"
                    : S_ISFIFO(info.st_mode) ? "a pipe"
                                             : "a device or a socket");
}

AtomicFile::AtomicFile(std::string path, std::string target, std::string temporary, int descriptor)
    : path_(std::move(path)), target_(std::move(target)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

StatusOr<std::unique_ptr<AtomicFile>> AtomicFile::Create(const std::string& path) {
  const auto file = [&](std::string target, std::string temporary, int descriptor) {
    return std::unique_ptr<AtomicFile>(new AtomicFile(path, std::move(target), std::move(temporary), descriptor));
  };
  struct stat old {};
  const bool exists = stat(path.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) return ErrnoError(EISDIR, "cannot write " + path);
  const int standard_output = exists ? StandardOutputAt(old) : -1;
  if (exists && (!S_ISREG(old.st_mode) || standard_output >= 0)) {
    const int descriptor =
        standard_output >= 0 ? fcntl(standard_output, F_DUPFD_CLOEXEC, 0) : open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == EINTR) RETURN_IF_ERROR(CheckStop());
    if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
    return file("", "", descriptor);
  }

  const std::string target = BehindLinks(path);
  std::string temporary;
  int descriptor = open(FolderOf(target).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
    temporary = NameBeside(target);
    descriptor = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  }
  if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
  if (exists) TakeOver(old, descriptor);
  return file(target, std::move(temporary), descriptor);
}

Status AtomicFile::Error(int error) const { return ErrnoError(error, "cannot write " + path_); }

Status AtomicFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      RETURN_IF_ERROR(CheckStop());
      continue;
    }
    if (count < 0) return Error(errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

Status AtomicFile::Sync() {
  // What is no file on a disk has nothing to wait for.
  return target_.empty() || fsync(descriptor_) == 0 ? absl::OkStatus() : Error(errno);
}

StatusOr<FileStamp> AtomicFile::Stamp() const {
  struct stat info {};
  if (fstat(descriptor_, &info) != 0) return Error(errno);
  return StampOf(info);
}

Status AtomicFile::Commit() {
  if (target_.empty()) return close(std::exchange(descriptor_, -1)) == 0 ? absl::OkStatus() : Error(errno);
  // A nameless file cannot take another one's name, so it gets one beside it first.
  const std::string name = temporary_.empty() ? NameBeside(target_) : temporary_;
  const std::string handle = fmt::format("/proc/self/fd/{}", descriptor_);
  if (temporary_.empty() && linkat(AT_FDCWD, handle.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) {
    return Error(errno);
  }
  // A full disk may say so only here, when a network file system hands the bytes over.
  if (close(std::exchange(descriptor_, -1)) != 0 || rename(name.c_str(), target_.c_str()) != 0) {
    const int error = errno;
    unlink(name.c_str());
    return Error(error);
  }
  return absl::OkStatus();
}

StatusOr<std::string> ReadSmallFile(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> reader, FileReader::Open(path, /*waits_for_writer=*/false));
  std::string text(kSmallFileBytesMax + 1, '\0');
  ASSIGN_OR_RETURN(const size_t size, reader->Read(text.data(), text.size()));
  std::error_code error;
  if (size == 0 && std::filesystem::is_fifo(path, error)) {
    return InputError("{} is an empty pipe that nobody writes to", path);
  }
  if (size > kSmallFileBytesMax) return InputError("{} is larger than 16 MiB", path);
  text.resize(size);
  return text;
}

}  // namespace earshot
