// Finds the event files that a command line names. Safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

struct LeftOutFile {
  std::string path;
  std::string why;  // as the end of a sentence: "a directory"
};

// Both in the order of their names, each file once.
struct FoundFiles {
  std::vector<std::string> events;
  std::vector<LeftOutFile> left_out;  // of directories and globs: what is not, or not surely, an event file
};

// The event files of `inputs`, each a file, a directory, a glob, in which ** means all directories below one, or - for
// standard input. Of a directory these are the files whose names end in .csv, .json or .ndjson, and .gz or .zst after
// it if compressed, in any case; hidden files are ignored. An input without event files is an error that names it.
//
// What earshot itself wrote (events/source/own_files.h) is left out of directories and globs, and so is an empty file
// that is one of `outputs`. Consolidated files that are named themselves are event files like others, but an error
// among others. So are two files of which one is the other one compressed.
StatusOr<FoundFiles> FindEventFiles(const std::vector<std::string>& inputs,
                                    const std::vector<std::string>& outputs = {});

}  // namespace earshot
