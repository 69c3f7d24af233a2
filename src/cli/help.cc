#include "cli/help.h"

#include <fmt/format.h>

#include <vector>

#include "base/nearest.h"

namespace earshot {
namespace {

constexpr size_t kWidth = 100;
constexpr size_t kNameWidth = 28;

constexpr const char* kCommonFooter =
    "\nEnvironment:\n"
    "  EARSHOT_STORE               The store, where --store does not name one\n"
    "  TMPDIR                      Where rows are sorted that do not fit in memory\n"
    "  ./earshot.toml, if it exists, may hold store, questions and memory\n"
    "\nExit codes:\n"
    "  0  done\n"
    "  1  failed\n"
    "  2  the command line is wrong\n"
    "  3  the verification found differences\n"
    "  75 failed for now (a lock, a server that does not answer): try again later\n";

// "  -o,--output FILE            The consolidated file (default: event_datafile_new.csv)"
std::string Entry(std::string_view name, std::string_view description) {
  const std::string wrapped = WrapText(description, kWidth - kNameWidth - 2, kNameWidth + 2);
  if (name.size() >= kNameWidth) return fmt::format("  {}\n{:{}}{}\n", name, "", kNameWidth + 2, wrapped);
  return fmt::format("  {:<{}}{}\n", name, kNameWidth, wrapped);
}

std::string OptionEntry(const CLI::Option& option, bool is_positional) {
  std::string name = option.get_name(is_positional, !is_positional);
  if (!is_positional && option.get_type_size() != 0) name += " " + option.get_type_name();
  std::string description = option.get_description();
  if (!option.get_default_str().empty()) description += fmt::format(" (default: {})", option.get_default_str());
  return Entry(name, description);
}

std::string Options(const CLI::App& app, const char* title, bool is_positional) {
  std::string text;
  for (const CLI::Option* option : app.get_options([](const CLI::Option* one) { return !one->get_group().empty(); })) {
    if (option->get_positional() == is_positional) text += OptionEntry(*option, is_positional);
  }
  return text.empty() ? "" : fmt::format("\n{}:\n{}", title, text);
}

std::string Commands(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands({}))
    text += Entry(command->get_name(), command->get_description());
  return text.empty() ? "" : "\nCommands:\n" + text;
}

// The options that fall through to the program; its --help and --version are the command's own, or none.
std::string GlobalOptions(const CLI::App& root) {
  std::string text;
  for (const CLI::Option* option : root.get_options({})) {
    if (option != root.get_help_ptr() && option != root.get_version_ptr()) text += OptionEntry(*option, false);
  }
  return "\nOptions of every command:\n" + text;
}

const CLI::App& RootOf(const CLI::App& app) { return app.get_parent() == nullptr ? app : RootOf(*app.get_parent()); }

// "earshot model show"
std::string FullName(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : FullName(*app.get_parent()) + " " + app.get_name();
}

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
  for (const CLI::App* known : command.get_subcommands({})) names.push_back(known->get_name());
  return fmt::format("unknown command {}{}", word, DidYouMean(word, names));
}

}  // namespace

std::string WrapText(std::string_view text, size_t width, size_t indent) {
  std::string wrapped;
  size_t used = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (used > 0 && used + 1 + word.size() > width) {
      wrapped += "\n" + std::string(indent, ' ');
      used = 0;
    } else if (used > 0) {
      wrapped += " ";
      ++used;
    }
    wrapped += word;
    used += word.size();
  }
  return wrapped;
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) const {
  const bool is_root = app->get_parent() == nullptr;
  std::string text = WrapText(app->get_description(), kWidth, 0) + "\n\n";
  text += make_usage(app, FullName(*app));
  text += Options(*app, "Arguments", /*is_positional=*/true);
  text += Commands(*app);
  text += Options(*app, "Options", /*is_positional=*/false);
  if (!is_root) text += GlobalOptions(RootOf(*app));
  if (!app->get_footer().empty()) text += "\nExamples:\n" + app->get_footer() + "\n";
  text += kCommonFooter;
  return is_root ? text + "\nearshot COMMAND --help shows the options of a command.\n" : text;
}

std::string ParseErrorMessage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = LastCommand(app);
  const std::string see = fmt::format("; see {} --help", FullName(command));
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
