// earshot status: what the store is, and what is in it.
#include <memory>

#include "base/tell.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/tables.h"
#include "stores/open.h"

namespace earshot {
namespace {

Status RunStatus(const Settings& settings) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, LoadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const auto facts, store->Describe());
  for (const auto& [name, value] : facts) Tell("{}: {}\n", name, value);
  ResultPrinter printer({{"table", false}, {"rows", true}}, settings.format);
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const TableState state, store->State(table));
    const std::string rows = state.exists ? fmt::format("{}", state.rows) : "no table";
    RETURN_IF_ERROR(printer.Add({{table.name, false}, {rows, !state.exists}}));
  }
  return printer.Finish();
}

}  // namespace

void AddStatusCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("status", "Show what is in the store");
  command->callback([&context] { context.status = RunStatus(context.settings); });
}

}  // namespace earshot
