// Globs, with ** for all directories below one. Looks at the file system; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

// What matches `pattern`, in no certain order; nothing is no error.
StatusOr<std::vector<std::string>> Glob(const std::string& pattern);

// A pattern that matches `path` alone.
std::string Escaped(const std::string& path);

// The pattern BASE/**/REST, where ** is a part of the path by itself: REST in BASE and in each directory below it. REST
// is empty for all of their files.
struct DoubleStarGlob {
  std::string base;
  std::string rest;
};

// Splits at the first ** of `pattern`; nothing where it has none.
std::optional<DoubleStarGlob> SplitDoubleStar(const std::string& pattern);

// The directories that match `base`, and all below them that are not hidden. Links to directories are not followed:
// they may lead around in a circle.
StatusOr<std::vector<std::string>> DirectoriesBelow(const std::string& base);

}  // namespace earshot
