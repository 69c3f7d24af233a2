#include "events/source/globs.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace earshot {

namespace fs = std::filesystem;

StatusOr<std::vector<std::string>> Glob(const std::string& pattern) {
  glob_t found = {};
  const int result = glob(pattern.c_str(), 0, nullptr, &found);
  std::vector<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (result == 0 || result == GLOB_NOMATCH) return paths;
  return InputError("cannot read the directories that {} goes through", pattern);
}

std::string Escaped(const std::string& path) {
  std::string escaped;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

std::optional<DoubleStarGlob> SplitDoubleStar(const std::string& pattern) {
  constexpr std::string_view kStars = "**";
  for (size_t at = pattern.find(kStars); at != std::string::npos; at = pattern.find(kStars, at + 1)) {
    const size_t end = at + kStars.size();
    if ((at > 0 && pattern[at - 1] != '/') || (end < pattern.size() && pattern[end] != '/')) continue;
    // The slash of the root stays.
    const std::string base = at == 0 ? "." : pattern.substr(0, std::max<size_t>(at - 1, 1));
    const size_t rest = pattern.find_first_not_of('/', end);
    return DoubleStarGlob{base, rest == std::string::npos ? "" : pattern.substr(rest)};
  }
  return std::nullopt;
}

StatusOr<std::vector<std::string>> DirectoriesBelow(const std::string& base) {
  std::vector<std::string> directories;
  std::error_code error;
  if (fs::is_directory(base, error)) {
    directories.push_back(base);
  } else {
    ASSIGN_OR_RETURN(std::vector<std::string> paths, Glob(base));
    for (std::string& path : paths) {
      if (fs::is_directory(path, error)) directories.push_back(std::move(path));
    }
  }
  if (directories.empty()) return InputError("there is no directory {}", base);
  for (size_t i = 0; i < directories.size(); ++i) {
    fs::directory_iterator entries(directories[i], error);
    if (error) return InputError("cannot read the directory {}: {}", directories[i], error.message());
    for (const fs::directory_entry& entry : entries) {
      if (entry.path().filename().string().front() == '.') continue;
      if (entry.is_directory(error) && !entry.is_symlink(error)) directories.push_back(entry.path().string());
    }
  }
  return directories;
}

}  // namespace earshot
