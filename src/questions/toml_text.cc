#include "questions/toml_text.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <string_view>

namespace earshot {
namespace {

constexpr size_t kLineBytesMax = size_t{16} << 10;
constexpr int64_t kDotsMax = 100;

Status CheckLines(const std::string& text, const std::string& source) {
  size_t number = 0;
  for (const auto piece : absl::StrSplit(text, '\n')) {
    const std::string_view line(piece.data(), piece.size());
    ++number;
    if (line.size() > kLineBytesMax) {
      return InputError("{}:{}:1: the line has {} bytes; at most {} are read", source, number, line.size(),
                        kLineBytesMax);
    }
    // What begins so is a comment or text of several lines, never a key.
    if (const size_t begin = line.find_first_not_of(" \t"); begin != line.npos && line[begin] == '#') continue;
    const auto dots = std::count(line.begin(), line.end(), '.');
    if (dots <= kDotsMax) continue;
    return InputError("{}:{}:1: the line has {} dots, as in a key of that many parts; at most {} are read", source,
                      number, dots, kDotsMax);
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<toml::table> ParseToml(const std::string& text, const std::string& source) {
  RETURN_IF_ERROR(CheckLines(text, source));
  try {
    return toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    return InputError("{}:{}:{}: invalid TOML: {}", source, error.source().begin.line, error.source().begin.column,
                      error.description());
  }
}

}  // namespace earshot
