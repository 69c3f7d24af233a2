// Sees to it that what a command writes does not destroy what it reads, or what it writes besides.
//
// A pure look at the file system; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

inline constexpr const char* kStandardOutput = "/dev/stdout";

// A usage error where one of `outputs` is a SQLite database, or one of the files beside it, or the same file as another
// of them or as one of `others`, whatever their spelling, links included. Empty paths are left out, and so is what is
// not a regular file: /dev/null takes everything. But where kStandardOutput is one of `others`, no output may be that,
// whatever it is.
Status CheckSeparateFiles(const std::vector<std::string>& outputs, const std::vector<std::string>& others);

}  // namespace earshot
