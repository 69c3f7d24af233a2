#include "plays/taste_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/links.h"
#include "plays/taste_datasets.h"

namespace earshot {
namespace {

constexpr const char* kTasteSuffix = ".taste";

}  // namespace

std::string TasteDirectoryOf(const std::string& plays) { return NameBeside(plays, kTasteSuffix); }

std::string TasteFileOf(const std::string& plays, const Dataset& dataset) {
  return fmt::format("{}/{}.csv", TasteDirectoryOf(plays), dataset.name);
}

std::string PlaysOfTasteFile(std::string_view text) {
  size_t end = std::string_view::npos;
  for (const Dataset* dataset : TasteDatasets()) {
    end = std::min(end, text.find(fmt::format("{}/{}.csv", kTasteSuffix, dataset->name)));
  }
  return std::string(text.substr(0, end));
}

std::string TasteOptInOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/opt_in.txt"; }

std::string TasteGroupsOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/groups.txt"; }

std::string TasteMarkOf(const std::string& plays) { return TasteDirectoryOf(plays) + "/complete.json"; }

}  // namespace earshot
