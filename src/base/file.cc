#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace earshot {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{16} << 20;

}  // namespace

FileReader::FileReader(std::string path, int descriptor, size_t size)
    : path_(std::move(path)), descriptor_(descriptor), size_(size) {}

FileReader::~FileReader() { close(descriptor_); }

StatusOr<std::unique_ptr<FileReader>> FileReader::Open(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoError(errno, "cannot open " + path);
  struct stat info {};
  if (fstat(descriptor, &info) != 0 || S_ISDIR(info.st_mode)) {
    const int error = S_ISDIR(info.st_mode) ? EISDIR : errno;
    close(descriptor);
    return ErrnoError(error, "cannot read " + path);
  }
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  const size_t size = S_ISREG(info.st_mode) ? static_cast<size_t>(info.st_size) : 0;
  return std::unique_ptr<FileReader>(new FileReader(path, descriptor, size));
}

StatusOr<size_t> FileReader::Read(char* buffer, size_t size) {
  size_t filled = 0;
  while (filled < size) {
    const ssize_t count = read(descriptor_, buffer + filled, size - filled);
    if (count == 0) break;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(errno, "cannot read " + path_);
    filled += static_cast<size_t>(count);
  }
  return filled;
}

AtomicFile::AtomicFile(std::string path, std::string temporary_path, int descriptor)
    : path_(std::move(path)), temporary_path_(std::move(temporary_path)), descriptor_(descriptor) {}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  unlink(temporary_path_.c_str());
}

StatusOr<std::unique_ptr<AtomicFile>> AtomicFile::Create(const std::string& path) {
  // The process id keeps two runs that write the same file from writing into one another's half.
  std::string temporary_path = fmt::format("{}.{}.part", path, getpid());
  const int descriptor = open(temporary_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) return ErrnoError(errno, "cannot write " + path);
  return std::unique_ptr<AtomicFile>(new AtomicFile(path, std::move(temporary_path), descriptor));
}

Status AtomicFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(errno, "cannot write " + path_);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

Status AtomicFile::Commit() {
  // A full disk may say so only here, when a network file system hands the bytes over.
  if (close(std::exchange(descriptor_, -1)) != 0 || rename(temporary_path_.c_str(), path_.c_str()) != 0) {
    const int error = errno;
    unlink(temporary_path_.c_str());
    return ErrnoError(error, "cannot write " + path_);
  }
  return absl::OkStatus();
}

StatusOr<std::string> ReadSmallFile(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> reader, FileReader::Open(path));
  std::string text(kSmallFileBytesMax + 1, '\0');
  ASSIGN_OR_RETURN(const size_t size, reader->Read(text.data(), text.size()));
  if (size > kSmallFileBytesMax) return InputError("{} is larger than 16 MiB", path);
  text.resize(size);
  return text;
}

}  // namespace earshot
