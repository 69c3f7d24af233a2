#include "base/links.h"

#include <filesystem>
#include <system_error>

namespace earshot {

std::string FileBehindLinks(const std::string& path) {
  constexpr int kLinksMax = 40;
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (!error) return target.string();
  std::filesystem::path file = path;
  for (int i = 0; i < kLinksMax; ++i) {
    const std::filesystem::path link = std::filesystem::read_symlink(file, error);
    if (error) break;
    file = file.parent_path() / link;
  }
  return file.string();
}

std::string NameBeside(const std::string& path, const std::string& suffix) {
  std::error_code error;
  return (std::filesystem::is_symlink(path, error) ? FileBehindLinks(path) : path) + suffix;
}

}  // namespace earshot
