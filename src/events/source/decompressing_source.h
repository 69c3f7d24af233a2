// Decompresses gzip and Zstandard. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "events/source/byte_source.h"

namespace earshot {

// The compression of a file with the first bytes `beginning`: "gzip", "zstd", or "" for neither.
std::string DetectCompression(std::string_view beginning);

// Decompresses `source`. Data that are damaged or cut off are an error that names `file`.
StatusOr<std::unique_ptr<ByteSource>> MakeDecompressingSource(std::unique_ptr<ByteSource> source,
                                                              const std::string& compression, const std::string& file);

}  // namespace earshot
