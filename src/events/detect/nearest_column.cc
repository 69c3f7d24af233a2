#include "events/detect/nearest_column.h"

#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "base/printable.h"
#include "base/utf8.h"

namespace earshot {

std::string LettersOf(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) letters.push_back(absl::ascii_tolower(byte));
  }
  return letters;
}

std::string NearestColumnName(std::string_view column, const std::vector<std::string>& names) {
  const std::string letters = LettersOf(column);
  for (const std::string& like : {letters, letters + "name"}) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const std::string& name) { return LettersOf(name) == like; });
    if (found != names.end()) return *found;
  }
  return std::string(NearestName(column, {names.begin(), names.end()}));
}

std::string RenameOf(std::string_view from, std::string_view column) {
  constexpr size_t kNameBytesMax = 64;
  // Renames are separated by commas, and what a terminal cannot show cannot be typed.
  if (from.empty() || from.find_first_of(",'") != std::string_view::npos || !IsUtf8(from) ||
      Printable(from, kNameBytesMax) != from) {
    return "";
  }
  const bool is_word = std::all_of(from.begin(), from.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
  });
  return is_word ? fmt::format("{}={}", from, column) : fmt::format("'{}={}'", from, column);
}

}  // namespace earshot
