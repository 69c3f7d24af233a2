#include "plays/play_blocks.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "events/limits.h"

namespace earshot {
namespace {

size_t Count(std::string_view text, char c) { return static_cast<size_t>(std::count(text.begin(), text.end(), c)); }

// The end of the last whole row in `text`, which begins with a row; 0 where there is none. A line end is a row's where
// an even number of quotes is before it. What is wrong with a row may make it another's: the parser, which takes rows
// in their order, has refused the wrong one by then.
size_t EndOfRows(std::string_view text) {
  bool quoted = Count(text, '"') % 2 != 0;
  for (size_t end = text.size();;) {
    const size_t at = text.substr(0, end).rfind('\n');
    if (at == std::string_view::npos) return 0;
    if (Count(text.substr(at, end - at), '"') % 2 != 0) quoted = !quoted;
    if (!quoted) return at + 1;
    end = at;
  }
}

}  // namespace

StatusOr<std::unique_ptr<PlayBlockReader>> PlayBlockReader::Open(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && std::filesystem::is_other(status)) {
    return InputError("{} can be read only once, and it is read again; save it as a file first", path);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<PlayBlockReader>(new PlayBlockReader(std::move(file)));
}

StatusOr<bool> PlayBlockReader::Next(PlayBlock* block) {
  std::string& text = block->text;
  text.swap(rest_);
  rest_.clear();
  size_t end = 0;
  while (end == 0 && !at_end_) {
    if (text.size() > kRowBytesMax) {
      return InputError("{}, line {}: the row does not end within {} bytes", path(), line_, kRowBytesMax);
    }
    RETURN_IF_ERROR(Read(&text));
    end = at_end_ ? text.size() : EndOfRows(text);
  }
  if (text.empty()) return false;
  rest_.assign(text, end);
  text.resize(end);
  block->line = line_;
  line_ += Count(text, '\n');
  return true;
}

Status PlayBlockReader::Read(std::string* text) {
  const size_t size = text->size();
  text->resize(size + kPlayBlockBytes);
  ASSIGN_OR_RETURN(const size_t count, file_->Read(text->data() + size, kPlayBlockBytes));
  text->resize(size + count);
  at_end_ = count < kPlayBlockBytes;
  return absl::OkStatus();
}

}  // namespace earshot
