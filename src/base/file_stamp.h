// Which file it is and in which state. Plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"

struct stat;

namespace earshot {

// Two stamps of a path differ where it was written or replaced in between.
struct FileStamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t size = 0;
  int64_t changed_ns = 0;
  bool operator==(const FileStamp&) const = default;
};

FileStamp StampOf(const struct stat& info);
StatusOr<FileStamp> StampOf(const std::string& path);

}  // namespace earshot
