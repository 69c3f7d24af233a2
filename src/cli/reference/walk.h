// What the formats of the command reference share: walking the tree, and sorting options by what can be given to them.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "cli/reference/command_doc.h"

namespace earshot {

// The command and all below it, each before its own commands.
std::vector<const CommandDoc*> CommandsFrom(const CommandDoc& command);

// The program's options that every command takes.
std::vector<OptionDoc> GlobalOptions(const CommandDoc& program);

// "show" of "model show"
std::string LastWordOf(const CommandDoc& command);

// "-o, --output FILE", or an argument's name.
std::string SynopsisOf(const OptionDoc& option);

// The description as a sentence, with the default.
std::string SentenceOf(const OptionDoc& option);

// Whether the value is a file's or directory's path.
bool TakesPath(const OptionDoc& option);

}  // namespace earshot
