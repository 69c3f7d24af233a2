// The plays that tables were last loaded with, kept under a second name beside the plays file. What such tables hold is
// known without reading them: the rows of those plays.
//
// It is a hard link, which costs nothing until the plays are replaced. Functions on files; safe on any thread.
#pragma once

#include <string>

#include "base/status.h"
#include "load/sorted_source.h"

namespace earshot {

// "plays.csv.loaded"
std::string LastPlaysPath(const std::string& plays);

// Makes LastPlaysPath lead to the plays. Where that cannot be, as on a file system without links, the next load reads
// the store instead.
void KeepLastPlays(const PlaysFile& plays);

// Removes them, and what a program has left that was killed while it kept them; on the disk, too, when it returns.
Status RemoveLastPlays(const std::string& plays);

}  // namespace earshot
