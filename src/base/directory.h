// Making directories.
//
// Safe on any thread.
#pragma once

#include <string>

#include "base/status.h"

namespace earshot {

// With those above it, where they are not there yet; their names are on the disk then. A file of that name is an error.
Status MakeDirectories(const std::string& path);

}  // namespace earshot
