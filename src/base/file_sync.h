// Puts files and their names on the disk, for what could not be made again after a power failure.
//
// Functions without state; safe on any thread.
#pragma once

#include <string>

#include "base/status.h"

namespace earshot {

// "." for a path without one.
std::string DirectoryOf(const std::string& path);

// What the file at `path` holds.
Status SyncFile(const std::string& path);

// The names in the directory that `path` is in: that the file has got its name, or has lost it.
Status SyncNameOf(const std::string& path);

}  // namespace earshot
