// earshot load [PLAYS]: makes the tables where they are not there yet, and fills them with the plays' rows.
#include <memory>

#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct LoadCommandArguments {
  std::string plays = kDefaultPlays;
  LoadArguments load;
};

Status RunLoad(CommandContext& context, const LoadCommandArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(arguments.plays));
  LogTemporarySpace({static_cast<uint64_t>(stamp.size), settings.memory_bytes, tables.size()}, /*explain=*/false);
  return CreateAndLoad({*store, tables, {arguments.plays, stamp}, settings, arguments.load}, context.output);
}

}  // namespace

void AddLoadCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("load", "Fill the tables from a consolidated file");
  const auto arguments = std::make_shared<LoadCommandArguments>();
  command->add_option("PLAYS", arguments->plays, "The consolidated file")->capture_default_str();
  AddLoadArguments(*command, arguments->load);
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot load plays.csv --conflicts conflicts.ndjson\n"
      "  earshot load plays.csv --store 'cassandra://10.0.0.1,10.0.0.2/music?replication=3'");
  command->callback([&context, arguments] { context.status = RunLoad(context, *arguments); });
}

}  // namespace earshot
