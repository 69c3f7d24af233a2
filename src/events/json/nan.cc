#include "events/json/nan.h"

#include <cstddef>

namespace earshot {
namespace {

// Whether a token of JSON may start after, or end before, `c`.
bool EndsToken(char c) { return std::string_view(" \t\r\n,:[]{}").find(c) != std::string_view::npos; }

}  // namespace

std::optional<std::string> WithNullForNaN(std::string_view json) {
  constexpr std::string_view kNaN = "NaN";
  if (json.find(kNaN) == std::string_view::npos) return std::nullopt;
  std::string text;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const bool is_token = !in_string && json.substr(i).starts_with(kNaN) && i > 0 && EndsToken(json[i - 1]) &&
                          i + kNaN.size() < json.size() && EndsToken(json[i + kNaN.size()]);
    if (is_token) {
      text.append("null");
      i += kNaN.size() - 1;
      continue;
    }
    if (json[i] == '"') in_string = !in_string;
    text.push_back(json[i]);
    if (in_string && json[i] == '\\' && i + 1 < json.size()) text.push_back(json[++i]);
  }
  if (text == json) return std::nullopt;
  return text;
}

}  // namespace earshot
