// Decompresses gzip and Zstandard. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "events/source/byte_source.h"

namespace earshot {

// What `beginning`, the first bytes of a file, says that it is compressed with: "gzip", "zstd", or "" for neither.
std::string DetectCompression(std::string_view beginning);

// Reads what `source` holds compressed by `compression`. Data that are damaged or cut off are an error that names
// `file`.
StatusOr<std::unique_ptr<ByteSource>> MakeDecompressingSource(std::unique_ptr<ByteSource> source,
                                                              const std::string& compression, const std::string& file);

}  // namespace earshot
