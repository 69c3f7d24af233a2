// earshot reference: the command reference in other formats; for the build, the docs and packages, and so not listed.
#include <map>
#include <string>

#include "cli/command.h"
#include "cli/command_tree.h"
#include "cli/reference/reference.h"

namespace earshot {
namespace {

using Render = std::string (*)(const CommandDoc&);

const std::map<std::string, Render> kReferences = {{"markdown", MarkdownReference},
                                                   {"man", ManPage},
                                                   {"bash", BashCompletion},
                                                   {"zsh", ZshCompletion},
                                                   {"fish", FishCompletion}};

}  // namespace

void AddReferenceCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("reference", "Print the command reference")->group("");
  for (const auto& [name, render] : kReferences) {
    command->add_subcommand(name, "Print it in this format")->callback([&app, &context, render = render] {
      context.status = context.output.Write(render(DescribeCommand(app)));
    });
  }
  command->require_subcommand(1);
}

}  // namespace earshot
