#include "rows/spill_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/error_code.h"
#include "base/temporary_directory.h"

namespace earshot {
namespace {

// Further apart than any two blocks of a file.
constexpr uint64_t kSeedsApart = uint64_t{1} << 48;

Status WriteError(int error) {
  return WithCode(InputError("cannot write a sorted run in {}: {}", TemporaryParent(), std::strerror(error)),
                  ErrorCode::kTemporarySpace);
}

StatusOr<int> OpenUnnamedFile() {
  const std::string directory = TemporaryParent();
  int descriptor = open(directory.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
    std::string path = directory + "/earshot-run-XXXXXX";
    descriptor = mkostemp(path.data(), O_CLOEXEC);
    // Without a name the file goes with the process, however it ends.
    if (descriptor >= 0) unlink(path.c_str());
  }
  if (descriptor < 0) return WriteError(errno);
  return descriptor;
}

}  // namespace

StatusOr<std::shared_ptr<SpillFile>> SpillFile::Create() {
  static std::atomic<uint64_t> next_seed = 0;
  ASSIGN_OR_RETURN(const int descriptor, OpenUnnamedFile());
  return std::shared_ptr<SpillFile>(new SpillFile(descriptor, next_seed.fetch_add(kSeedsApart)));
}

SpillFile::~SpillFile() { close(descriptor_); }

Status SpillFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return WriteError(errno);
    end_ += static_cast<uint64_t>(count);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

Status SpillFile::Read(char* out, size_t bytes, uint64_t offset) const {
  while (bytes > 0) {
    const ssize_t count = pread(descriptor_, out, bytes, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(errno, "cannot read a sorted run in " + TemporaryParent());
    if (count == 0) return SpillChangedError();
    out += count;
    bytes -= static_cast<size_t>(count);
    offset += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

void SpillFile::Release(uint64_t begin, uint64_t end) const {
  constexpr int kMode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  // A file system that cannot do it keeps the bytes until the file is closed.
  static_cast<void>(fallocate(descriptor_, kMode, static_cast<off_t>(begin), static_cast<off_t>(end - begin)));
}

Status SpillChangedError() {
  return SystemError(
      "a sorted run in {} was read back changed: its disk or the memory is faulty; run again, with TMPDIR set to a "
      "directory on another disk",
      TemporaryParent());
}

}  // namespace earshot
