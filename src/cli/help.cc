#include "cli/help.h"

#include <absl/strings/str_join.h>
#include <fmt/format.h>

#include <vector>

#include "base/nearest.h"
#include "cli/command_tree.h"
#include "cli/reference/wrap_text.h"

namespace earshot {
namespace {

constexpr size_t kWidth = 100;
constexpr size_t kNameWidth = 28;

// "  -o,--output FILE            The consolidated file (default: event_datafile_new.csv)"
std::string Entry(std::string_view name, std::string_view description) {
  const std::string wrapped = WrapText(description, kWidth - kNameWidth - 2, kNameWidth + 2);
  if (name.size() >= kNameWidth) return fmt::format("  {}\n{:{}}{}\n", name, "", kNameWidth + 2, wrapped);
  return fmt::format("  {:<{}}{}\n", name, kNameWidth, wrapped);
}

std::string OptionEntry(const OptionDoc& option) {
  std::string name = absl::StrJoin(option.names, ",");
  if (!option.value.empty()) name += " " + option.value;
  std::string description = option.description;
  if (!option.default_value.empty()) description += fmt::format(" (default: {})", option.default_value);
  return Entry(name, description);
}

std::string Options(const char* title, const std::vector<OptionDoc>& options) {
  std::string text;
  for (const OptionDoc& option : options) text += OptionEntry(option);
  return text.empty() ? "" : fmt::format("\n{}:\n{}", title, text);
}

std::string Commands(const std::vector<CommandDoc>& commands) {
  std::string text;
  for (const CommandDoc& command : commands) {
    text += Entry(command.name.substr(command.name.rfind(' ') + 1), command.description);
  }
  return text.empty() ? "" : "\nCommands:\n" + text;
}

std::string GlobalOptions(const CommandDoc& program) {
  std::string text;
  for (const OptionDoc& option : program.options) {
    if (!IsOfTheProgramAlone(option)) text += OptionEntry(option);
  }
  return "\nOptions of every command:\n" + text;
}

std::string Examples(const std::vector<std::string>& examples) {
  std::string text;
  for (const std::string& example : examples) text += "  " + example + "\n";
  return text.empty() ? "" : "\nExamples:\n" + text;
}

template <typename Terms>
std::string TermsOf(const char* title, const Terms& terms, size_t width) {
  std::string text = fmt::format("\n{}:\n", title);
  for (const Term& term : terms) text += fmt::format("  {:<{}}{}\n", term.name, width, term.description);
  return text;
}

const CLI::App& RootOf(const CLI::App& app) { return app.get_parent() == nullptr ? app : RootOf(*app.get_parent()); }

// The command that was given last.
const CLI::App& LastCommand(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : LastCommand(*given.back());
}

std::string DidYouMean(std::string_view written, const std::vector<std::string_view>& names) {
  const std::string_view nearest = NearestName(written, names);
  return nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest);
}

std::string UnknownOption(const CLI::App& command, const std::string& word) {
  const std::string option = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* known : app->get_options({})) {
      for (const std::string& name : known->get_lnames()) names.push_back("--" + name);
    }
  }
  return fmt::format("unknown option {}{}", option, DidYouMean(option, {names.begin(), names.end()}));
}

std::string UnknownCommand(const CLI::App& command, const std::string& word) {
  std::vector<std::string_view> names;
  for (const CLI::App* known : command.get_subcommands({})) {
    if (!known->get_group().empty()) names.push_back(known->get_name());
  }
  return fmt::format("unknown command {}{}", word, DidYouMean(word, names));
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) const {
  constexpr size_t kExitCodeWidth = 4;
  const bool is_program = app->get_parent() == nullptr;
  const CommandDoc command = DescribeCommand(*app);
  std::string text = fmt::format("{}\n\nUsage: {}\n", WrapText(command.description, kWidth, 0), command.usage);
  text += Options("Arguments", command.arguments);
  text += Commands(command.commands);
  text += Options("Options", command.options);
  if (!is_program) text += GlobalOptions(DescribeCommand(RootOf(*app)));
  text += Examples(command.examples);
  text += TermsOf("Environment", kEnvironment, kNameWidth);
  text += TermsOf("Exit codes", kExitCodes, kExitCodeWidth);
  return is_program ? text + "\nearshot COMMAND --help shows the options of a command.\n" : text;
}

std::string ParseErrorMessage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = LastCommand(app);
  const std::string see = fmt::format("; see {} --help", DescribeCommand(command).name);
  const auto kind = static_cast<CLI::ExitCodes>(error.get_exit_code());
  const std::vector<std::string> remaining = app.remaining(/*recurse=*/true);
  // What was not understood is why something else is missing.
  if (remaining.empty() || (kind != CLI::ExitCodes::ExtrasError && kind != CLI::ExitCodes::RequiredError)) {
    return error.what() + see;
  }
  const std::string& word = remaining.front();
  if (word.size() > 1 && word.front() == '-') return UnknownOption(command, word) + see;
  if (!command.get_subcommands({}).empty()) return UnknownCommand(command, word) + see;
  return fmt::format("unexpected argument {}", word) + see;
}

}  // namespace earshot
