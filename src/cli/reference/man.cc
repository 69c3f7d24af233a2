#include <absl/strings/str_replace.h>
#include <fmt/format.h>

#include "cli/reference/reference.h"
#include "cli/reference/walk.h"

namespace earshot {
namespace {

// Text as roff prints it: a backslash is an escape, a hyphen would become a dash, and no line here starts with a dot or
// a quote, which would be a request.
std::string RoffEscaped(const std::string& text) { return absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}}); }

std::string Tagged(const std::string& name, const std::string& description) {
  return fmt::format(".TP\n\\fB{}\\fR\n{}\n", RoffEscaped(name), RoffEscaped(description));
}

std::string Options(const std::vector<OptionDoc>& options) {
  std::string text;
  for (const OptionDoc& option : options) text += Tagged(SynopsisOf(option), SentenceOf(option) + ".");
  return text;
}

std::string RoffSection(const CommandDoc& command) {
  std::vector<OptionDoc> options = command.arguments;
  for (const OptionDoc& option : command.options) {
    if (!IsOfTheProgramAlone(option)) options.push_back(option);
  }
  return fmt::format(".SS {}\n{}.\n", RoffEscaped(command.usage), RoffEscaped(command.description)) + Options(options);
}

std::string Examples(const CommandDoc& program) {
  std::string text = ".SH EXAMPLES\n.nf\n";
  for (const CommandDoc* command : CommandsFrom(program)) {
    for (const std::string& example : command->examples) text += RoffEscaped(example) + "\n";
  }
  return text + ".fi\n";
}

template <typename Terms>
std::string RoffTerms(const char* title, const Terms& terms) {
  std::string text = fmt::format(".SH {}\n", title);
  for (const Term& term : terms) text += Tagged(std::string(term.name), fmt::format("{}.", term.description));
  return text;
}

}  // namespace

std::string ManPage(const CommandDoc& program) {
  std::string text = fmt::format(
      ".TH EARSHOT 1 \"\" \"earshot {}\" \"User Commands\"\n"
      ".SH NAME\nearshot \\- {}\n"
      ".SH SYNOPSIS\n\\fBearshot\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR ...\n"
      ".SH DESCRIPTION\n{}\n.PP\nResults go to standard output, everything else to standard error.\n"
      ".SH COMMANDS\n",
      EARSHOT_VERSION, RoffEscaped(program.description), RoffEscaped(program.description));
  for (const CommandDoc* command : CommandsFrom(program)) {
    if (command != &program) text += RoffSection(*command);
  }
  text += ".SH OPTIONS OF EVERY COMMAND\n" + Options(GlobalOptions(program));
  return text + RoffTerms("ENVIRONMENT", kEnvironment) + RoffTerms("EXIT STATUS", kExitCodes) + Examples(program);
}

}  // namespace earshot
