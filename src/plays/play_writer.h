// The consolidated file's form: eleven fields a line, every one in quotes, lines ended by CRLF.
//
// Functions that append to the caller's text; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "plays/play.h"

namespace earshot {

// Appends the header line.
void AppendPlaysHeader(std::string* out);

// Appends `value` in quotes, each quote in it doubled.
void AppendQuoted(std::string_view value, std::string* out);

// Appends the line of `play`.
void AppendPlay(const Play& play, std::string* out);

}  // namespace earshot
