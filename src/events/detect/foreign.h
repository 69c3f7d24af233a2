// Detects files that are not rows of events by how they begin: archives, web pages, JSON in another form.
//
// Pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace earshot {

// What a file is whose bytes begin so after decompression, and what to do with it: "is a zip archive; unpack it first".
// Nothing if it may be text.
std::optional<std::string> ForeignBytes(std::string_view beginning);

// The same for text in UTF-8 without a byte-order mark and blank lines.
std::optional<std::string> ForeignText(std::string_view beginning);

}  // namespace earshot
