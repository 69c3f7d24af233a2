// A consolidated file in blocks of whole rows, so that several threads can parse it at once.
//
// A reader owns its file, and belongs to one thread at a time; a block belongs to its holder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/status.h"

namespace earshot {

// About how many bytes a block has; more where a row is longer.
inline constexpr size_t kPlayBlockBytes = size_t{256} << 10;

struct PlayBlock {
  std::string text;
  uint64_t line = 1;  // at which it starts
};

class PlayBlockReader {
 public:
  // A pipe or a device is refused: plays may have to be read more than once.
  static StatusOr<std::unique_ptr<PlayBlockReader>> Open(const std::string& path);

  // Moves on to the next block; false at the end of the file. A row that is longer than any may be is an error. The
  // first block begins with the header, or with a byte order mark before it.
  StatusOr<bool> Next(PlayBlock* block);

  const std::string& path() const { return file_->path(); }

 private:
  explicit PlayBlockReader(std::unique_ptr<FileReader> file) : file_(std::move(file)) {}
  Status Read(std::string* text);

  std::unique_ptr<FileReader> file_;
  std::string rest_;  // the beginning of the row after the last block
  uint64_t line_ = 1;
  bool at_end_ = false;
};

}  // namespace earshot
