// The help texts: each command's options, the options that every command has, examples, environment and exit codes.
//
// A command's examples are its CLI11 footer, a command line in each. Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace earshot {

class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

// The message of a command line that could not be parsed, with the name that was probably meant. `app` is the program.
std::string ParseErrorMessage(const CLI::App& app, const CLI::ParseError& error);

}  // namespace earshot
