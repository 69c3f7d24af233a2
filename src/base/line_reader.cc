#include "base/line_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace earshot {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10;

}  // namespace

LineReader::LineReader(std::unique_ptr<FileReader> file, size_t line_bytes_max)
    : file_(std::move(file)), line_bytes_max_(line_bytes_max), buffer_(kBlockBytes, '\0') {}

StatusOr<bool> LineReader::Next(std::string_view* line) {
  while (true) {
    const std::string_view filled(buffer_.data(), end_);
    const size_t line_end = filled.find('\n', scanned_);
    const bool whole = line_end != std::string_view::npos;
    const size_t bytes = (whole ? line_end : end_) - begin_;
    if (bytes > line_bytes_max_) {
      return InputError("{}, line {}: the line has more than {} bytes, which none may have", file_->path(), number_ + 1,
                        line_bytes_max_);
    }
    if (whole || (at_end_of_file_ && bytes > 0)) {
      *line = filled.substr(begin_, bytes);
      begin_ = std::min(begin_ + bytes + 1, end_);
      scanned_ = begin_;
      ++number_;
      return true;
    }
    if (at_end_of_file_) return false;
    RETURN_IF_ERROR(Refill());
  }
}

// Moves what is left to the front of the buffer and reads on after it.
Status LineReader::Refill() {
  end_ -= begin_;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_);
  begin_ = 0;
  scanned_ = end_;
  // A line's end follows its last byte.
  if (end_ == buffer_.size()) buffer_.resize(std::min(2 * end_, std::max(end_, line_bytes_max_) + 1));
  ASSIGN_OR_RETURN(const size_t count, file_->Read(buffer_.data() + end_, buffer_.size() - end_));
  end_ += count;
  at_end_of_file_ = end_ < buffer_.size();
  return absl::OkStatus();
}

}  // namespace earshot
