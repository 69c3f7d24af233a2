#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/stop_token.h"

namespace earshot {
namespace {

constexpr size_t kSmallFileBytesMax = size_t{16} << 20;

}  // namespace

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

Status FileReader::ReadAt(uint64_t offset, char* buffer, size_t size) const {
  for (size_t filled = 0; filled < size;) {
    const ssize_t count = pread(descriptor_, buffer + filled, size - filled, static_cast<off_t>(offset + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(errno, "cannot read " + path_);
    if (count == 0) return InputError("{} was cut while it was read", path_);
    filled += static_cast<size_t>(count);
  }
  return absl::OkStatus();
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
