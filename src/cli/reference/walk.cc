#include "cli/reference/walk.h"

#include <absl/strings/str_join.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace earshot {

std::vector<const CommandDoc*> CommandsFrom(const CommandDoc& command) {
  std::vector<const CommandDoc*> commands = {&command};
  for (const CommandDoc& below : command.commands) {
    for (const CommandDoc* one : CommandsFrom(below)) commands.push_back(one);
  }
  return commands;
}

std::vector<OptionDoc> GlobalOptions(const CommandDoc& program) {
  std::vector<OptionDoc> options;
  std::copy_if(program.options.begin(), program.options.end(), std::back_inserter(options),
               [](const OptionDoc& option) { return !IsOfTheProgramAlone(option); });
  return options;
}

bool IsOfTheProgramAlone(const OptionDoc& option) {
  return option.names.back() == "--help" || option.names.back() == "--version";
}

std::string LastWordOf(const CommandDoc& command) { return command.name.substr(command.name.rfind(' ') + 1); }

std::string SynopsisOf(const OptionDoc& option) {
  return absl::StrJoin(option.names, ", ") + (option.value.empty() ? "" : " " + option.value);
}

std::string SentenceOf(const OptionDoc& option) {
  if (option.default_value.empty()) return option.description;
  return fmt::format("{} (default: {})", option.description, option.default_value);
}

bool TakesPath(const OptionDoc& option) { return option.value == "FILE" || option.value == "DIRECTORY"; }

}  // namespace earshot
