#include "base/file_stamp.h"

#include <sys/stat.h>

#include <cerrno>

namespace earshot {

FileStamp StampOf(const struct stat& info) {
  return {info.st_dev, info.st_ino, static_cast<uint64_t>(info.st_size),
          info.st_mtim.tv_sec * int64_t{1'000'000'000} + info.st_mtim.tv_nsec};
}

StatusOr<FileStamp> StampOf(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return ErrnoError(errno, "cannot open " + path);
  return StampOf(info);
}

}  // namespace earshot
