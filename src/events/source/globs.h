// Globs, with ** for all directories below one. Reads the file system; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

// The paths that match `pattern`, in no particular order; none is not an error.
StatusOr<std::vector<std::string>> Glob(const std::string& pattern);

// A pattern that matches `path` alone.
std::string Escaped(const std::string& path);

// The pattern BASE/**/REST, with ** as a whole component: REST in BASE and in each directory below it. An empty REST
// means all their files.
struct DoubleStarGlob {
  std::string base;
  std::string rest;
};

// Splits at the first ** of `pattern`; nothing if it has none.
std::optional<DoubleStarGlob> SplitDoubleStar(const std::string& pattern);

// The directories that match `base`, and all below them that are not hidden. Links to directories are not followed:
// they may form a cycle.
StatusOr<std::vector<std::string>> DirectoriesBelow(const std::string& base);

}  // namespace earshot
