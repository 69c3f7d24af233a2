// Where the shared settings come from: defaults, then earshot.toml, then the environment, then the command line.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace earshot {

// Reads ./earshot.toml where there is one (keys: store, questions, memory; an unknown key is refused with its line),
// then EARSHOT_STORE.
Status ReadSettings(Settings* settings);

// Declares --store, --questions, --memory and --format, for every command.
void AddSettings(CLI::App& app, Settings* settings);

}  // namespace earshot
