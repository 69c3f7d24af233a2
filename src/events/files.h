// Finds the event files that a command line names. Safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

// Both in the order of their names, each file once.
struct FoundFiles {
  std::vector<std::string> events;
  std::vector<std::string> left_out;  // of folders: what is no file, or not called as an event file is
};

// The event files behind `inputs`, each a file, a folder (its files that end in .csv, .json or .ndjson, packed ones
// (.gz, .zst) too, in capitals or small letters; hidden files and folders in it count for nothing), a glob, or - for
// standard input. An input behind which there is no event file is an error that names it.
StatusOr<FoundFiles> FindEventFiles(const std::vector<std::string>& inputs);

}  // namespace earshot
