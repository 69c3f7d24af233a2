#include "base/temporary_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace earshot {

std::string TemporaryParent() {
  const char* parent = std::getenv("TMPDIR");
  return parent != nullptr && *parent != '\0' ? parent : "/tmp";
}

TemporaryDirectory::TemporaryDirectory() : path_(TemporaryParent() + "/earshot-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) path_.clear();
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace earshot
