// The subcommands of `earshot taste` that answer for the moment, without a table: whom to write to, what to play.
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace earshot {

void AddTasteAudience(CLI::App& taste, CommandContext& context);
void AddTastePlaylist(CLI::App& taste, CommandContext& context);

}  // namespace earshot
