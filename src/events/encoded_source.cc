#include "events/encoded_source.h"

#include <iconv.h>

#include <cerrno>
#include <cstdint>
#include <utility>

namespace earshot {
namespace {

constexpr size_t kPieceBytes = size_t{64} << 10;
constexpr char kNoCharacter = '\xFF';

class EncodedSource : public PieceSource {
 public:
  EncodedSource(std::unique_ptr<ByteSource> source, iconv_t converter, size_t unit_bytes)
      : source_(std::move(source)), converter_(converter), unit_bytes_(unit_bytes) {}
  ~EncodedSource() override { iconv_close(converter_); }

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  std::unique_ptr<ByteSource> source_;
  iconv_t converter_;
  const size_t unit_bytes_;  // how many bytes to pass over where they are no character
  std::string rest_;         // what was read and is not converted yet: part of a character
};

StatusOr<bool> EncodedSource::NextPiece(std::string* piece) {
  const size_t left = rest_.size();
  rest_.resize(left + kPieceBytes);
  ASSIGN_OR_RETURN(const size_t count, source_->Read(rest_.data() + left, kPieceBytes));
  rest_.resize(left + count);
  const bool at_end = count < kPieceBytes;

  char* in = rest_.data();
  size_t in_left = rest_.size();
  // No character takes more than four bytes of UTF-8, and the shortest has one byte.
  piece->resize(4 * rest_.size());
  char* out = piece->data();
  size_t out_left = piece->size();
  while (in_left > 0) {
    if (iconv(converter_, &in, &in_left, &out, &out_left) != static_cast<size_t>(-1)) break;
    if (errno == EINVAL && !at_end) break;
    *out++ = kNoCharacter;
    --out_left;
    const size_t passed_over = std::min(unit_bytes_, in_left);
    in += passed_over;
    in_left -= passed_over;
  }
  rest_.erase(0, rest_.size() - in_left);
  piece->resize(piece->size() - out_left);
  return !piece->empty();
}

}  // namespace

std::string EncodingOf(std::string_view beginning, std::string* why) {
  *why = "it starts with a byte-order mark";
  if (beginning.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (beginning.starts_with("\xFE\xFF")) return "UTF-16BE";
  // A header's letters are ASCII: as UTF-16 each has a NUL beside it.
  *why = "every second byte is NUL";
  if (beginning.size() >= 4 && beginning[1] == '\0' && beginning[3] == '\0' && beginning[0] != '\0') return "UTF-16LE";
  if (beginning.size() >= 4 && beginning[0] == '\0' && beginning[2] == '\0' && beginning[1] != '\0') return "UTF-16BE";
  return "";
}

StatusOr<std::unique_ptr<ByteSource>> MakeEncodedSource(std::unique_ptr<ByteSource> source,
                                                        const std::string& encoding) {
  iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (reinterpret_cast<intptr_t>(converter) == -1) {
    return UsageError("--encoding {}: there is no such encoding; `iconv --list` names them", encoding);
  }
  const size_t unit_bytes = encoding.starts_with("UTF-16") ? 2 : 1;
  return std::unique_ptr<ByteSource>(std::make_unique<EncodedSource>(std::move(source), converter, unit_bytes));
}

}  // namespace earshot
