// earshot load [PLAYS]: makes the tables where they are not there yet, and fills them with the plays' rows.
#include <memory>

#include "cli/command.h"
#include "cli/load_args.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct LoadCommandArguments {
  std::string plays = kDefaultPlays;
  LoadArguments load;
};

Status RunLoad(const Settings& settings, const LoadCommandArguments& arguments) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(arguments.plays));
  LogTemporarySpace({static_cast<uint64_t>(stamp.size), settings.memory_bytes, tables.size()}, /*explain=*/false);
  return CreateAndLoad(*store, tables, {arguments.plays, stamp}, settings, arguments.load);
}

}  // namespace

void AddLoadCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("load", "Fill the tables from a consolidated file");
  const auto arguments = std::make_shared<LoadCommandArguments>();
  command->add_option("PLAYS", arguments->plays, "The consolidated file")->capture_default_str();
  AddLoadArguments(*command, arguments->load);
  command->callback([&context, arguments] { context.status = RunLoad(context.settings, *arguments); });
}

}  // namespace earshot
