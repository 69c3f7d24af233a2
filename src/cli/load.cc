// earshot load [PLAYS]: makes the tables where they are not there yet, and fills them with the plays' rows.
#include <memory>

#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/settings.h"

namespace earshot {
namespace {

struct LoadCommandArguments {
  SourcePaths paths;
  LoadArguments load;
};

Status RunLoad(CommandContext& context, const LoadCommandArguments& arguments) {
  ASSIGN_OR_RETURN(const LoadInputs inputs, OpenLoadInputs(context.settings, arguments.paths));
  return CreateAndLoad({*inputs.store, inputs.tables, inputs.files, context.settings, arguments.load}, context.output);
}

}  // namespace

void AddLoadCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("load", "Fill the tables from a consolidated file");
  const auto arguments = std::make_shared<LoadCommandArguments>();
  AddSourcePaths(*command, arguments->paths);
  AddLoadArguments(*command, arguments->load);
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot load plays.csv --conflicts conflicts.ndjson\n"
      "  earshot load plays.csv --store 'cassandra://10.0.0.1,10.0.0.2/music?replication=3'");
  command->callback([&context, arguments] { context.status = RunLoad(context, *arguments); });
}

}  // namespace earshot
