// Finds the event files that a command line names. Safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

// The event files behind `inputs`, each a file, a folder (its files that end in .csv, .json or .ndjson, packed ones
// (.gz, .zst) too, hidden ones left out), a glob, or - for standard input,
// in the order of their names, each once. An input behind which there is no event file is an error that names it.
StatusOr<std::vector<std::string>> FindEventFiles(const std::vector<std::string>& inputs);

}  // namespace earshot
