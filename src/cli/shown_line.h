// The line of a text that a message is about, shown below the message with a mark at the place.
//
// Pure function; safe on any thread.
#pragma once

#include <string>
#include <string_view>

namespace earshot {

// `message`, which begins with "SOURCE:LINE:COLUMN: " where it is about a place in `text`, and that line:
//
//   q.toml:5:16: answer names "sng", which is not a column of plays
//     answer = ["sng"]
//               ^
//
// Of a message of another kind, and of one about a line that is too long to show, or not UTF-8, no line is shown.
// Control characters of both are not.
std::string WithShownLine(const std::string& message, std::string_view source, std::string_view text);

}  // namespace earshot
