// The help texts: each command's options, the options that every command has, examples, environment and exit codes.
//
// A command's examples are its CLI11 footer. Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace earshot {

class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

// Breaks `text` at spaces into lines of `width` characters at most, all but the first indented by `indent`. A longer
// word has a line of its own.
std::string WrapText(std::string_view text, size_t width, size_t indent);

// The message of a command line that could not be parsed, with the name that was probably meant. `app` is the program.
std::string ParseErrorMessage(const CLI::App& app, const CLI::ParseError& error);

}  // namespace earshot
