#include "plays/taste_files.h"

#include <fmt/format.h>

#include "base/links.h"

namespace earshot {

std::string TasteDirectoryOf(const std::string& plays) { return NameBeside(plays, ".taste"); }

std::string TasteFileOf(const std::string& plays, const Dataset& dataset) {
  return fmt::format("{}/{}.csv", TasteDirectoryOf(plays), dataset.name);
}

std::string TasteOptInOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/opt_in.txt"; }

std::string TasteGroupsOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/groups.txt"; }

std::string TasteMarkOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/complete.json"; }

}  // namespace earshot
