// Text from outside, made fit for a terminal. Pure function; safe on any thread.
#pragma once

#include <string>

namespace earshot {

// `text` with spaces for its control characters, which would break a line or steer the terminal: the C0 ones, delete,
// and the C1 ones in UTF-8. `but` is left as it is.
std::string Printable(std::string text, char but = ' ');

}  // namespace earshot
