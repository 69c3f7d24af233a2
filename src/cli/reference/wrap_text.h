// Text in lines of a given width. A pure function; safe on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace earshot {

// Breaks `text` at spaces into lines of `width` characters at most, all but the first indented by `indent`. A longer
// word has a line of its own.
std::string WrapText(std::string_view text, size_t width, size_t indent);

}  // namespace earshot
