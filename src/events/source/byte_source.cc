#include "events/source/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "base/file.h"

namespace earshot {
namespace {

// A file that is written while it is read gives parts of the old and of the new, and a row of neither: so at its end it
// must be the same as when it was opened. Pipes are not checked.
class FileSource : public ByteSource {
 public:
  FileSource(std::unique_ptr<FileReader> file, std::optional<FileStamp> stamp)
      : file_(std::move(file)), stamp_(stamp) {}
  StatusOr<size_t> Read(char* buffer, size_t size) override;

 private:
  Status CheckUnchanged() const;

  std::unique_ptr<FileReader> file_;
  const std::optional<FileStamp> stamp_;  // taken before the file was opened
};

StatusOr<size_t> FileSource::Read(char* buffer, size_t size) {
  ASSIGN_OR_RETURN(const size_t count, file_->Read(buffer, size));
  if (count < size) RETURN_IF_ERROR(CheckUnchanged());
  return count;
}

Status FileSource::CheckUnchanged() const {
  if (!stamp_.has_value()) return absl::OkStatus();
  const StatusOr<FileStamp> now = StampOf(file_->path());
  if (now.ok() && *now == *stamp_) return absl::OkStatus();
  return InputError("{} was {} while it was read; run again when nothing writes to it", file_->path(),
                    now.ok() ? "changed" : "removed");
}

// Reads descriptor 0 itself: opened again by name, a file of which a part has been read would start from its beginning,
// and a socket could not be opened at all.
class StandardInput : public ByteSource {
 public:
  StatusOr<size_t> Read(char* buffer, size_t size) override;
};

StatusOr<size_t> StandardInput::Read(char* buffer, size_t size) {
  // The program opens a closed standard input for writing (cli/main.cc).
  if ((fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE) == O_WRONLY) {
    return InputError("standard input is closed; redirect the events to it, or name the files");
  }
  return ReadDescriptor(STDIN_FILENO, /*waits_first=*/true, "standard input", buffer, size);
}

class TextSource : public PieceSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override {
    *piece = std::exchange(text_, "");
    return !piece->empty();
  }

 private:
  std::string text_;
};

}  // namespace

StatusOr<std::unique_ptr<ByteSource>> OpenFileSource(const std::string& path) {
  if (path == "-") return std::unique_ptr<ByteSource>(std::make_unique<StandardInput>());
  std::optional<FileStamp> stamp;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) {
    ASSIGN_OR_RETURN(stamp, StampOf(path));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file), stamp));
}

std::unique_ptr<ByteSource> MakeTextSource(std::string text) { return std::make_unique<TextSource>(std::move(text)); }

StatusOr<std::string_view> PeekSource::Peek(size_t size) {
  if (const size_t before = peeked_.size(); before < size) {
    peeked_.resize(size);
    ASSIGN_OR_RETURN(const size_t count, source_->Read(peeked_.data() + before, size - before));
    peeked_.resize(before + count);
  }
  return std::string_view(peeked_).substr(0, size);
}

StatusOr<size_t> PeekSource::Read(char* buffer, size_t size) {
  const size_t from_peeked = std::min(size, peeked_.size());
  std::memcpy(buffer, peeked_.data(), from_peeked);
  peeked_.erase(0, from_peeked);
  if (from_peeked == size) return size;
  ASSIGN_OR_RETURN(const size_t count, source_->Read(buffer + from_peeked, size - from_peeked));
  return from_peeked + count;
}

StatusOr<bool> ByteSource::ReadMore(std::string* text, size_t size) {
  const size_t before = text->size();
  text->resize(before + size);
  ASSIGN_OR_RETURN(const size_t count, Read(text->data() + before, size));
  text->resize(before + count);
  return count == size;
}

StatusOr<size_t> PieceSource::Read(char* buffer, size_t size) {
  size_t filled = 0;
  while (filled < size) {
    if (taken_ == piece_.size()) {
      piece_.clear();
      taken_ = 0;
      ASSIGN_OR_RETURN(const bool more, NextPiece(&piece_));
      if (!more) break;
    }
    const size_t count = std::min(size - filled, piece_.size() - taken_);
    std::memcpy(buffer + filled, piece_.data() + taken_, count);
    taken_ += count;
    filled += count;
  }
  return filled;
}

}  // namespace earshot
