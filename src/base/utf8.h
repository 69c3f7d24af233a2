// Whether bytes are UTF-8. Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace earshot {

// U+FEFF, which some programs write before their text.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The position of the first byte that does not belong to well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms,
// no surrogates, nothing above U+10FFFF), or bytes.size() where all of it is.
size_t FindInvalidUtf8(std::string_view bytes);

// How long the well-formed sequence at the start of `rest` is, 0 where there is none. REQUIRES: `rest` is not
// empty.
size_t Utf8SequenceLength(std::string_view rest);

inline bool IsUtf8(std::string_view bytes) { return FindInvalidUtf8(bytes) == bytes.size(); }

}  // namespace earshot
