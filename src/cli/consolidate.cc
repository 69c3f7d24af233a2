// earshot consolidate: raw event files to the consolidated file.
#include <memory>

#include "cli/command.h"
#include "cli/consolidate_step.h"

namespace earshot {

void AddConsolidateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* const command = app.add_subcommand("consolidate", "Writes the plays of raw event files into one file");
  const auto arguments = std::make_shared<ConsolidateArguments>();
  AddConsolidateArguments(*command, *arguments);
  command->callback([arguments, &context] { context.status = ConsolidateAndReport(*arguments).status(); });
}

}  // namespace earshot
