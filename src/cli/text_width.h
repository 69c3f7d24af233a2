// How wide text is on a terminal. Safe on any thread once the first call has returned.
#pragma once

#include <cstddef>
#include <string>

namespace earshot {

// How many columns of a terminal `text` takes: East Asian characters take two, combining ones none. What is not UTF-8
// counts bytewise.
size_t TextWidth(const std::string& text);

}  // namespace earshot
