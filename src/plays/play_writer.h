// The consolidated file's form: eleven fields a line, every one in quotes, lines ended by CRLF.
//
// Functions that append to the caller's text; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plays/play.h"

namespace earshot {

// Appends a line of these values.
void AppendLine(const std::vector<std::string_view>& values, std::string* out);

// Appends the header line of the eleven columns.
void AppendPlaysHeader(std::string* out);

// Appends `value` in quotes, each quote in it doubled.
void AppendQuoted(std::string_view value, std::string* out);

// Appends the line of `play`.
void AppendPlay(const Play& play, std::string* out);

}  // namespace earshot
