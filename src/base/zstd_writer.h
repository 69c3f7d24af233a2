// Writes a file compressed by Zstandard (RFC 8878), as one frame with a checksum. (Read: events/source/.)
//
// Does not own the file, which must outlive it. One thread at a time.
#pragma once

#include <zstd.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/output_file.h"
#include "base/status.h"

namespace earshot {

class ZstdWriter {
 public:
  explicit ZstdWriter(OutputFile& file);

  Status Write(std::string_view bytes);
  // Ends the frame. Nothing may be written afterwards.
  Status Finish();

 private:
  Status Compress(std::string_view bytes, ZSTD_EndDirective directive);

  OutputFile& file_;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
  std::string compressed_;
};

}  // namespace earshot
