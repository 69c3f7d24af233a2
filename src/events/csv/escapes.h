// Detects whether backslashes escape in a CSV file. Pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace earshot {

// The evidence that backslashes escape in a text of which `beginning` are the first rows, the last of them cut off
// unless `is_whole`: as it is some of its rows break the rules of quotes or have other fields than the header, and
// without the escapes none does. Nothing where that is not so.
std::optional<std::string> DetectBackslashEscapes(std::string_view beginning, bool is_whole, char delimiter);

}  // namespace earshot
