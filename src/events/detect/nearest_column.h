// The name that a file probably has for a column that it seems to lack, and the argument that renames it.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// "session_id" and "Session ID" as "sessionid"
std::string LettersOf(std::string_view name);

// The one of `names` that is most similar to `column`: session_id, SESSIONID or sessionIds for sessionId. "" if none
// is.
std::string NearestColumnName(std::string_view column, const std::vector<std::string>& names);

// The rename that reads a file's column `from` as `column`, quoted for a shell: 'Session ID=sessionId'. "" if such a
// name cannot be typed.
std::string RenameOf(std::string_view from, std::string_view column);

}  // namespace earshot
