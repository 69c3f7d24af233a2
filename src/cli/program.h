// The program's command tree: its name, the global options and every command with its arguments.
//
// Main thread only. `app` and `context` must outlive the parsing.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace earshot {

// Declares everything on `app`, an empty CLI::App.
void DeclareProgram(CLI::App& app, CommandContext& context);

}  // namespace earshot
