// Converts text of another encoding to UTF-8. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "events/source/byte_source.h"

namespace earshot {

// The encoding of a text with the first bytes `beginning`: "UTF-16LE", "UTF-16BE", or "" if it may be UTF-8. Sets the
// evidence of the others.
std::string DetectEncoding(std::string_view beginning, std::string* evidence);

// Reads `source`, which is in `encoding` (a name that iconv knows), as UTF-8. Bytes that are not
// a character of that encoding become 0xFF, which is never UTF-8, so that only their row is rejected.
StatusOr<std::unique_ptr<ByteSource>> MakeTranscodingSource(std::unique_ptr<ByteSource> source,
                                                            const std::string& encoding);

// Converts `text`, a part of a text in `encoding`, likewise.
StatusOr<std::string> ToUtf8(std::string text, const std::string& encoding);

}  // namespace earshot
