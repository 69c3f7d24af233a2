// Text from outside, made fit for a terminal: without the control characters (C0, delete, and C1 in UTF-8), which would
// break a line or steer it, and without the marks that turn the order of text around.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace earshot {

// `text` for a message: control characters and bytes that are not UTF-8 as \x1B, and no more than `bytes_max` bytes of
// it, with dots after it where it has more.
std::string Printable(std::string_view text, size_t bytes_max);

// `text` with spaces for its control characters. `but` is left as it is.
std::string WithoutControls(std::string text, char but = ' ');

}  // namespace earshot
