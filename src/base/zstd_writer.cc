#include "base/zstd_writer.h"

#include <new>

namespace earshot {

ZstdWriter::ZstdWriter(OutputFile& file)
    : file_(file), context_(ZSTD_createCCtx(), ZSTD_freeCCtx), compressed_(ZSTD_CStreamOutSize(), '\0') {
  if (context_ == nullptr) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
}

Status ZstdWriter::Write(std::string_view bytes) { return Compress(bytes, ZSTD_e_continue); }

Status ZstdWriter::Finish() { return Compress("", ZSTD_e_end); }

Status ZstdWriter::Compress(std::string_view bytes, ZSTD_EndDirective directive) {
  ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
  while (true) {
    ZSTD_outBuffer out = {compressed_.data(), compressed_.size(), 0};
    const size_t left = ZSTD_compressStream2(context_.get(), &out, &in, directive);
    if (ZSTD_isError(left) != 0) return SystemError("cannot compress with zstd: {}", ZSTD_getErrorName(left));
    RETURN_IF_ERROR(file_.Write({compressed_.data(), out.pos}));
    if (directive == ZSTD_e_end ? left == 0 : in.pos == in.size) return absl::OkStatus();
  }
}

}  // namespace earshot
