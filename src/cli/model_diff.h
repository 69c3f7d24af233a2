// earshot model diff [PLAYS]: how the questions differ from those of the store's tables, and what a load would do.
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace earshot {

void AddModelDiff(CLI::App& model, CommandContext& context);

}  // namespace earshot
