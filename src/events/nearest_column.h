// What a file probably calls a column that it seems to lack, and how that is typed.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// "session_id" and "Session ID" as "sessionid"
std::string LettersOf(std::string_view name);

// The one of `names` that is most like `column`: session_id, SESSIONID or sessionIds for sessionId. "" where none is.
std::string NearestColumnName(std::string_view column, const std::vector<std::string>& names);

// How what a file calls `from` is read as `column`, as a shell takes it: 'Session ID=sessionId'. "" where the name
// cannot be typed.
std::string RenameOf(std::string_view from, std::string_view column);

}  // namespace earshot
