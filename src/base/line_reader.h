// A text file read line by line, in bounded memory: a line longer than it may be is an error that names file and line.
//
// A reader owns its file and buffer, and belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/status.h"

namespace earshot {

class LineReader {
 public:
  LineReader(std::unique_ptr<FileReader> file, size_t line_bytes_max);

  // Moves on to the next line, without its line end (LF; a CR before it stays); false at the end of the file. A last
  // line without a line end is one. `line` is valid until the next call.
  StatusOr<bool> Next(std::string_view* line);

  // Of the line that was given last, from 1.
  uint64_t number() const { return number_; }

 private:
  Status Refill();

  std::unique_ptr<FileReader> file_;
  const size_t line_bytes_max_;
  std::string buffer_;
  size_t begin_ = 0;    // where the next line starts in buffer_
  size_t end_ = 0;      // how far buffer_ is filled
  size_t scanned_ = 0;  // there is no line end between begin_ and here
  bool at_end_of_file_ = false;
  uint64_t number_ = 0;
};

}  // namespace earshot
