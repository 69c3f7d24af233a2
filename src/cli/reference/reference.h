// The command reference in the formats that it is read in, generated from the command tree.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>

#include "cli/reference/command_doc.h"

namespace earshot {

// docs/cli.md
std::string MarkdownReference(const CommandDoc& program);
// earshot(1), as man(7) has it.
std::string ManPage(const CommandDoc& program);
// Completions of commands, options and their values, for the shells' own completion systems.
std::string BashCompletion(const CommandDoc& program);
std::string ZshCompletion(const CommandDoc& program);
std::string FishCompletion(const CommandDoc& program);

}  // namespace earshot
