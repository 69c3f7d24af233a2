// earshot load [PLAYS]: makes the tables where they are not there yet, and fills them with the plays' rows.
#include "load/load.h"

#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "stores/open.h"

namespace earshot {
namespace {

Status RunLoad(const Settings& settings, const std::string& plays) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, LoadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  for (const Table& table : tables) RETURN_IF_ERROR(store->Create(table));
  ASSIGN_OR_RETURN(const std::vector<TableLoad> loads, Load(*store, tables, plays, {settings.memory_bytes}));
  return PrintLoads(loads, settings.format);
}

}  // namespace

void AddLoadCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("load", "Fill the tables from a consolidated file");
  const auto plays = std::make_shared<std::string>(kDefaultPlays);
  command->add_option("PLAYS", *plays, "The consolidated file")->capture_default_str();
  command->callback([&context, plays] { context.status = RunLoad(context.settings, *plays); });
}

}  // namespace earshot
