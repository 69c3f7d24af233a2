// JSON as text. Plain function; safe on any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace earshot {

// `json` on one line, or on several with `indent` of at least 0. What is not UTF-8, as a file's name may be, is shown
// as U+FFFD instead of being an exception.
template <typename Json>
std::string JsonText(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace earshot
