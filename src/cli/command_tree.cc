#include "cli/command_tree.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

namespace earshot {
namespace {

// "[OPTIONS] EVENTS..."
std::string UsageOf(const CLI::App& app) {
  CLI::Formatter formatter;
  formatter.label("SUBCOMMAND", "COMMAND");
  std::string usage = formatter.make_usage(&app, "");
  absl::StripAsciiWhitespace(&usage);
  return usage.substr(usage.find(' ') + 1);
}

std::string FullName(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : FullName(*app.get_parent()) + " " + app.get_name();
}

OptionDoc Describe(const CLI::Option& option) {
  OptionDoc doc;
  doc.description = option.get_description();
  doc.default_value = option.get_default_str();
  if (option.get_positional()) {
    doc.names.push_back(option.get_name(/*positional=*/true));
    return doc;
  }
  for (const std::string& name : option.get_snames()) doc.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) doc.names.push_back("--" + name);
  if (option.get_type_size() == 0) return doc;
  doc.value = option.get_type_name();
  // Words in small letters are what can be given; others are placeholders, as in N|P%.
  const std::vector<std::string> values = absl::StrSplit(doc.value, '|');
  if (values.size() > 1 && absl::ascii_islower(static_cast<unsigned char>(values.front().front()))) doc.values = values;
  return doc;
}

}  // namespace

CommandDoc DescribeCommand(const CLI::App& app) {
  CommandDoc doc;
  doc.name = FullName(app);
  doc.usage = doc.name + " " + UsageOf(app);
  doc.description = app.get_description();
  for (const CLI::Option* option : app.get_options({})) {
    (option->get_positional() ? doc.arguments : doc.options).push_back(Describe(*option));
  }
  doc.examples = absl::StrSplit(app.get_footer(), '\n', absl::SkipWhitespace());
  for (std::string& example : doc.examples) absl::StripAsciiWhitespace(&example);
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) doc.commands.push_back(DescribeCommand(*command));
  }
  return doc;
}

}  // namespace earshot
