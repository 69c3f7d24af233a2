// JSON as text. Plain function; safe on any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace earshot {

// `json` with its C1 control characters, U+2028 and U+2029 as \u escapes. Unicode takes some of them for ends of lines,
// and so do readers like Python's splitlines.
std::string WithEscapedLineEnds(std::string json);

// `json` on one line, or on several with `indent` of at least 0. What is not UTF-8, as a file's name may be, is shown
// as U+FFFD instead of being an exception.
template <typename Json>
std::string JsonText(const Json& json, int indent = -1) {
  return WithEscapedLineEnds(json.dump(indent, ' ', false, Json::error_handler_t::replace));
}

}  // namespace earshot
