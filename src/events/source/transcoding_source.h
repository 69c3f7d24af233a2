// Turns text of another encoding into UTF-8. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "events/source/byte_source.h"

namespace earshot {

// What `beginning`, the first bytes of a text, says that it is encoded in: "UTF-16LE", "UTF-16BE", or "" where nothing
// speaks against UTF-8. `evidence` says by what.
std::string DetectEncoding(std::string_view beginning, std::string* evidence);

// Reads `source`, which is in `encoding` (a name that iconv knows), as UTF-8. What is no character of that encoding
// becomes a byte 0xFF, which is never UTF-8, so that its row is rejected and no other.
StatusOr<std::unique_ptr<ByteSource>> MakeTranscodingSource(std::unique_ptr<ByteSource> source,
                                                            const std::string& encoding);

// `text`, a part of a text in `encoding`, in UTF-8, likewise.
StatusOr<std::string> ToUtf8(std::string text, const std::string& encoding);

}  // namespace earshot
