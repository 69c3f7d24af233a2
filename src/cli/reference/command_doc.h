// The command tree as plain data: what help texts, the man page, completions and docs/cli.md are generated from.
//
// Plain data; safe on any thread while constant.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace earshot {

struct OptionDoc {
  std::vector<std::string> names;   // "-o", "--output"; for an argument its name alone
  std::string value;                // "FILE"; empty for a flag and for an argument
  std::vector<std::string> values;  // where only these can be given
  std::string description;
  std::string default_value;
};

struct CommandDoc {
  std::string name;   // with those of the commands that it belongs to: "model show"
  std::string usage;  // "earshot load [OPTIONS] [PLAYS]"
  std::string description;
  std::vector<OptionDoc> arguments;
  std::vector<OptionDoc> options;
  std::vector<std::string> examples;  // command lines
  std::vector<CommandDoc> commands;
};

// Whether it is --help or --version: the program's other options may be given to every command.
bool IsOfTheProgramAlone(const OptionDoc& option);

struct Term {
  std::string_view name;
  std::string_view description;
};

// What the environment says, and exit codes: the same for every command.
inline constexpr std::array<Term, 3> kEnvironment = {{
    {"EARSHOT_STORE", "The store, where --store does not name one"},
    {"TMPDIR", "Where rows are sorted that do not fit in memory"},
    {"./earshot.toml", "If it exists, may hold store, questions and memory"},
}};

inline constexpr std::array<Term, 5> kExitCodes = {{
    {"0", "Done"},
    {"1", "Failed"},
    {"2", "The command line is wrong"},
    {"3", "The verification found differences"},
    {"75", "Failed for now (a lock, a server that does not answer): try again later"},
}};

}  // namespace earshot
