// The consolidated file's form: every field in quotes, lines ended by CRLF.
//
// Functions that append to the caller's text; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// Appends a line of these values.
void AppendLine(const std::vector<std::string_view>& values, std::string* out);

// Appends `value` in quotes, each quote in it doubled.
void AppendQuoted(std::string_view value, std::string* out);

}  // namespace earshot
