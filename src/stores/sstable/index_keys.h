// The partition keys of an Index.db (stores/sstable/index_file.h), read from front to back.
//
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/file.h"
#include "base/status.h"

namespace earshot {

class IndexKeys {
 public:
  static StatusOr<std::unique_ptr<IndexKeys>> Open(const std::string& path);

  // The next key, valid until the next call; false at the end. A file that is cut is an error.
  StatusOr<bool> Next(std::string_view* key);

 private:
  explicit IndexKeys(std::unique_ptr<FileReader> file) : file_(std::move(file)) {}

  std::string_view rest() const { return std::string_view(buffer_).substr(at_, end_ - at_); }
  Status Fill();
  Status SkipBlocks();
  Status Cut() const { return InputError("{} ends in the middle of an entry", file_->path()); }

  const std::unique_ptr<FileReader> file_;
  std::string buffer_ = std::string(size_t{256} << 10, '\0');
  size_t at_ = 0;
  size_t end_ = 0;
  uint64_t blocks_bytes_ = 0;  // that follow, of the partition whose key was returned
};

}  // namespace earshot
