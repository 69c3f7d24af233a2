// Sources of an event file's text, read piece by piece.
//
// A source owns what it reads from, and belongs to one thread at a time. Sources form a chain: the file, then those
// that decompress it, convert its characters to UTF-8, and unwrap or unescape its lines.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads up to `size` bytes into `buffer`: fewer only at the end.
  virtual StatusOr<size_t> Read(char* buffer, size_t size) = 0;

  // Appends up to `size` bytes to `text`. Whether there may be more: false only at the end.
  StatusOr<bool> ReadMore(std::string* text, size_t size);
};

// A file, or standard input for "-". A file that is written, replaced or removed while it is read is an error.
StatusOr<std::unique_ptr<ByteSource>> OpenFileSource(const std::string& path);

// A text in memory.
std::unique_ptr<ByteSource> MakeTextSource(std::string text);

// Shows the beginning of a source without consuming it.
class PeekSource : public ByteSource {
 public:
  explicit PeekSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  // The next `size` unread bytes, fewer only at the end. Valid until the next call.
  StatusOr<std::string_view> Peek(size_t size);
  StatusOr<size_t> Read(char* buffer, size_t size) override;
  // Skips `size` bytes that Peek has shown.
  void Skip(size_t size) { peeked_.erase(0, size); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string peeked_;
};

// A source that produces its text a piece at a time: the base of those that convert a text.
class PieceSource : public ByteSource {
 public:
  StatusOr<size_t> Read(char* buffer, size_t size) override;

 protected:
  // Puts the next piece into `piece`, which is empty; false, and an empty piece, at the end.
  virtual StatusOr<bool> NextPiece(std::string* piece) = 0;

 private:
  std::string piece_;
  size_t taken_ = 0;  // how much of piece_ has been read
};

}  // namespace earshot
