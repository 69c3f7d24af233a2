#include "base/json_text.h"

#include <fmt/format.h>

#include <string_view>

namespace earshot {
namespace {

// The code point that is escaped at the front of `json`, or 0. JSON text is UTF-8.
unsigned LineEndAt(std::string_view json) {
  const auto byte = [json](size_t at) { return static_cast<unsigned char>(json[at]); };
  if (byte(0) == 0xC2 && json.size() > 1 && byte(1) < 0xA0) return byte(1);
  if (json.starts_with("\xE2\x80\xA8")) return 0x2028;
  if (json.starts_with("\xE2\x80\xA9")) return 0x2029;
  return 0;
}

}  // namespace

std::string WithEscapedLineEnds(std::string json) {
  constexpr std::string_view kFirstBytes = "\xC2\xE2";
  size_t found = json.find_first_of(kFirstBytes);
  for (; found != std::string::npos; found = json.find_first_of(kFirstBytes, found + 1)) {
    const unsigned code = LineEndAt(std::string_view(json).substr(found));
    if (code != 0) json.replace(found, code < 0x100 ? 2 : 3, fmt::format("\\u{:04x}", code));
  }
  return json;
}

}  // namespace earshot
