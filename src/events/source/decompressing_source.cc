#include "events/source/decompressing_source.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <utility>

namespace earshot {
namespace {

constexpr size_t kCompressedBytes = size_t{64} << 10;
constexpr size_t kDecompressedBytes = size_t{256} << 10;

Status CutOff(const std::string& file) {
  return InputError("{}: the compressed data end in the middle; copy the file again", file);
}

Status Damaged(const std::string& file, const char* why) {
  return InputError("{}: the compressed data are damaged ({}); copy the file again", file, why);
}

// Bounds the memory, whatever window a file asks for: 32 MiB.
constexpr int kWindowLogMax = 25;

Status WindowTooLarge(const std::string& file) {
  return InputError(
      "{}: it is compressed with a window of more than {} MiB, as zstd's --long and --ultra do; compress it again "
      "without "
      "them",
      file, (1 << kWindowLogMax) >> 20);
}

class GzipSource : public PieceSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> source, std::string file)
      : source_(std::move(source)), file_(std::move(file)), compressed_(kCompressedBytes, '\0') {}
  ~GzipSource() override { inflateEnd(&stream_); }

  Status Start() {
    constexpr int kWindowBitsOfGzip = 15 + 16;
    if (inflateInit2(&stream_, kWindowBitsOfGzip) != Z_OK) return SystemError("cannot start zlib");
    return absl::OkStatus();
  }

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  void SkipPadding();

  std::unique_ptr<ByteSource> source_;
  const std::string file_;
  std::string compressed_;
  z_stream stream_ = {};
  bool between_members_ = false;  // a gzip file is one member or several in a row
};

// Tapes and block devices pad the last member with zeros; no member begins with one.
void GzipSource::SkipPadding() {
  while (stream_.avail_in > 0 && *stream_.next_in == 0) {
    ++stream_.next_in;
    --stream_.avail_in;
  }
}

StatusOr<bool> GzipSource::NextPiece(std::string* piece) {
  piece->resize(kDecompressedBytes);
  stream_.next_out = reinterpret_cast<Bytef*>(piece->data());
  stream_.avail_out = static_cast<uInt>(piece->size());
  while (stream_.avail_out > 0) {
    if (stream_.avail_in == 0) {
      ASSIGN_OR_RETURN(const size_t count, source_->Read(compressed_.data(), compressed_.size()));
      if (count == 0 && !between_members_) return CutOff(file_);
      if (count == 0) break;
      stream_.next_in = reinterpret_cast<Bytef*>(compressed_.data());
      stream_.avail_in = static_cast<uInt>(count);
    }
    if (between_members_) {
      SkipPadding();
      if (stream_.avail_in == 0) continue;
      inflateReset(&stream_);
    }
    const int result = inflate(&stream_, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END) return Damaged(file_, stream_.msg != nullptr ? stream_.msg : "gzip");
    between_members_ = result == Z_STREAM_END;
  }
  piece->resize(piece->size() - stream_.avail_out);
  return !piece->empty();
}

class ZstdSource : public PieceSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> source, std::string file)
      : source_(std::move(source)),
        file_(std::move(file)),
        compressed_(kCompressedBytes, '\0'),
        stream_(ZSTD_createDStream()) {
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kWindowLogMax);
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  std::unique_ptr<ByteSource> source_;
  const std::string file_;
  std::string compressed_;
  ZSTD_DStream* stream_;
  ZSTD_inBuffer in_ = {nullptr, 0, 0};
  bool between_frames_ = false;
};

StatusOr<bool> ZstdSource::NextPiece(std::string* piece) {
  piece->resize(kDecompressedBytes);
  ZSTD_outBuffer out = {piece->data(), piece->size(), 0};
  while (out.pos < out.size) {
    if (in_.pos == in_.size) {
      ASSIGN_OR_RETURN(const size_t count, source_->Read(compressed_.data(), compressed_.size()));
      // Nothing more to read, but the decoder may still hold bytes that did not fit before.
      if (count == 0 && between_frames_) break;
      in_ = {compressed_.data(), count, 0};
    }
    const size_t written_before = out.pos;
    const bool was_empty = in_.size == 0;
    const size_t result = ZSTD_decompressStream(stream_, &out, &in_);
    if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) return WindowTooLarge(file_);
    if (ZSTD_isError(result)) return Damaged(file_, ZSTD_getErrorName(result));
    between_frames_ = result == 0;
    if (was_empty && out.pos == written_before && !between_frames_) return CutOff(file_);
  }
  piece->resize(out.pos);
  return !piece->empty();
}

}  // namespace

std::string DetectCompression(std::string_view beginning) {
  if (beginning.starts_with("\x1F\x8B")) return "gzip";
  if (beginning.starts_with("\x28\xB5\x2F\xFD")) return "zstd";
  // A skippable frame: pzstd writes the sizes of the following ones into it.
  const bool is_skippable = beginning.size() >= 4 && beginning[0] >= '\x50' && beginning[0] <= '\x5F';
  if (is_skippable && beginning.substr(1, 3) == "\x2A\x4D\x18") return "zstd";
  return "";
}

StatusOr<std::unique_ptr<ByteSource>> MakeDecompressingSource(std::unique_ptr<ByteSource> source,
                                                              const std::string& compression, const std::string& file) {
  if (compression == "zstd") {
    return std::unique_ptr<ByteSource>(std::make_unique<ZstdSource>(std::move(source), file));
  }
  auto gzip = std::make_unique<GzipSource>(std::move(source), file);
  RETURN_IF_ERROR(gzip->Start());
  return std::unique_ptr<ByteSource>(std::move(gzip));
}

}  // namespace earshot
