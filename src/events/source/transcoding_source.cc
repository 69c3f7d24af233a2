#include "events/source/transcoding_source.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "base/error_code.h"

namespace earshot {
namespace {

constexpr size_t kTranscodedBytes = size_t{64} << 10;
constexpr size_t kFailed = ~size_t{0};
constexpr char kNoCharacter = '\xFF';

bool IsOpen(iconv_t converter) { return reinterpret_cast<intptr_t>(converter) != -1; }

class TranscodingSource : public PieceSource {
 public:
  TranscodingSource(std::unique_ptr<ByteSource> source, iconv_t converter, size_t unit_bytes)
      : source_(std::move(source)), converter_(converter), unit_bytes_(unit_bytes), buffer_(kTranscodedBytes, '\0') {}
  ~TranscodingSource() override { iconv_close(converter_); }

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  void ConvertRest(bool at_end, std::string* piece);
  int Convert(char** in, size_t* in_left, std::string* piece);

  std::unique_ptr<ByteSource> source_;
  iconv_t converter_;
  const size_t unit_bytes_;  // how many bytes to skip if they are not a character
  std::string rest_;         // what was read and is not converted yet: part of a character
  std::string buffer_;       // what is converted at once
};

StatusOr<bool> TranscodingSource::NextPiece(std::string* piece) {
  // The converter may hold back all that is read: escape sequences, or a letter whose accent may follow.
  bool at_end = false;
  while (piece->empty() && !at_end) {
    ASSIGN_OR_RETURN(const bool more, source_->ReadMore(&rest_, kTranscodedBytes));
    at_end = !more;
    ConvertRest(at_end, piece);
  }
  return !piece->empty();
}

void TranscodingSource::ConvertRest(bool at_end, std::string* piece) {
  char* in = rest_.data();
  size_t in_left = rest_.size();
  while (in_left > 0) {
    const int error = Convert(&in, &in_left, piece);
    if (error == 0 || (error == EINVAL && !at_end)) break;
    piece->push_back(kNoCharacter);
    const size_t skipped = std::min(unit_bytes_, in_left);
    in += skipped;
    in_left -= skipped;
  }
  rest_.erase(0, rest_.size() - in_left);
  if (at_end && Convert(nullptr, nullptr, piece) != 0) piece->push_back(kNoCharacter);
}

// Appends `in` converted to UTF-8; without `in`, what the converter has held back. Returns the errno with which it
// stopped early, or 0. One byte may become many: a full buffer is emptied, and conversion continues.
int TranscodingSource::Convert(char** in, size_t* in_left, std::string* piece) {
  while (true) {
    char* out = buffer_.data();
    size_t out_left = buffer_.size();
    const int error = iconv(converter_, in, in_left, &out, &out_left) == kFailed ? errno : 0;
    piece->append(buffer_, 0, buffer_.size() - out_left);
    if (error != E2BIG) return error;
  }
}

// The size of `text` after conversion.
size_t BytesIn(iconv_t converter, std::string text) {
  constexpr size_t kBytesMax = 64;
  std::string encoded(kBytesMax, '\0');
  char* in = text.data();
  size_t in_left = text.size();
  char* out = encoded.data();
  size_t out_left = encoded.size();
  iconv(converter, nullptr, nullptr, nullptr, nullptr);
  iconv(converter, &in, &in_left, &out, &out_left);
  return kBytesMax - out_left;
}

Status CannotConvert(int error, const std::string& encoding) {
  if (error != EINVAL) return WithCode(ErrnoError(error, encoding), ErrorCode::kInvalidEncoding);
  return WithCode(UsageError("{}: unknown encoding; `iconv --list` names them", encoding), ErrorCode::kInvalidEncoding);
}

// The size of the smallest character: that of one more letter, as a byte-order mark or an escape sequence may precede
// the first.
StatusOr<size_t> UnitBytesOf(const std::string& encoding) {
  iconv_t converter = iconv_open(encoding.c_str(), "UTF-8");
  if (!IsOpen(converter)) return CannotConvert(errno, encoding);
  const size_t unit_bytes = BytesIn(converter, "aa") - BytesIn(converter, "a");
  iconv_close(converter);
  return std::max<size_t>(unit_bytes, 1);
}

}  // namespace

std::string DetectEncoding(std::string_view beginning, std::string* evidence) {
  *evidence = "it starts with a byte-order mark";
  if (beginning.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (beginning.starts_with("\xFE\xFF")) return "UTF-16BE";
  // A header's letters are ASCII, so in UTF-16 each has a NUL beside it.
  *evidence = "every second byte is NUL";
  if (beginning.size() >= 4 && beginning[1] == '\0' && beginning[3] == '\0' && beginning[0] != '\0') return "UTF-16LE";
  if (beginning.size() >= 4 && beginning[0] == '\0' && beginning[2] == '\0' && beginning[1] != '\0') return "UTF-16BE";
  return "";
}

StatusOr<std::unique_ptr<ByteSource>> MakeTranscodingSource(std::unique_ptr<ByteSource> source,
                                                            const std::string& encoding) {
  ASSIGN_OR_RETURN(const size_t unit_bytes, UnitBytesOf(encoding));
  iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (!IsOpen(converter)) return CannotConvert(errno, encoding);
  return std::unique_ptr<ByteSource>(std::make_unique<TranscodingSource>(std::move(source), converter, unit_bytes));
}

StatusOr<std::string> ToUtf8(std::string text, const std::string& encoding) {
  ASSIGN_OR_RETURN(const auto source, MakeTranscodingSource(MakeTextSource(std::move(text)), encoding));
  std::string utf8;
  bool more = true;
  while (more) {
    ASSIGN_OR_RETURN(more, source->ReadMore(&utf8, kTranscodedBytes));
  }
  return utf8;
}

}  // namespace earshot
