// Where the shared settings come from: defaults, then earshot.toml, then the environment, then the command line.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/command.h"

namespace earshot {

// Declares --store, --questions, --memory and --format, for every command.
void AddSettings(CLI::App& app, Settings* settings);

// Sets the format of that name; false where it is none.
bool SetFormat(const std::string& name, Settings* settings);

// What a command needs besides, so that it can be typed as it is printed: " --questions q.toml --store
// sqlite:other.db".
std::string OptionsText(const Settings& settings);

// Declares --threads on a command that works on several.
void AddThreadsOption(CLI::App& command, Settings* settings);

// What the command line has not set: from EARSHOT_STORE, else from ./earshot.toml where there is one (keys: store,
// questions, memory; an unknown key is refused with its line). Called once the command line is parsed, so that --help
// and --version read nothing.
Status CompleteSettings(const CLI::App& app, Settings* settings);

}  // namespace earshot
