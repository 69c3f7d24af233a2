// Parses TOML that people write: questions and settings. Functions without state; safe on any
// thread.
#pragma once

#include <toml++/toml.h>

#include <string>

#include "base/status.h"

namespace earshot {

// Errors are "FILE:LINE:COLUMN: what is wrong". Lines that no person writes are refused before they are parsed: toml++
// calls itself for each dot of a key, and would use up the stack.
StatusOr<toml::table> ParseToml(const std::string& text, const std::string& source);

}  // namespace earshot
