// NaN in JSON, which Python's json module writes though JSON has no such value. Pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace earshot {

// `json` with each NaN outside a string replaced by null; nothing if there is none.
std::optional<std::string> WithNullForNaN(std::string_view json);

}  // namespace earshot
