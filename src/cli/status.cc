// earshot status: what the store is, and what is in it.
#include <memory>

#include "base/log.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

// The number of rows, or why there is none.
OutputValue RowsOf(const TableState& state) {
  if (!state.exists) return {"no table", true};
  if (state.has_other_schema) return {"another schema", true};
  return {fmt::format("{}", state.rows), false};
}

Status RunStatus(const Settings& settings) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const auto facts, store->Describe());
  for (const auto& [name, value] : facts) LogMessage("{}: {}\n", name, value);
  ResultPrinter printer({{"table", false}, {"rows", true}}, settings.format);
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const TableState state, store->State(table));
    RETURN_IF_ERROR(printer.Add({{table.name, false}, RowsOf(state)}));
  }
  return printer.Finish();
}

}  // namespace

void AddStatusCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("status", "Show what is in the store");
  command->callback([&context] { context.status = RunStatus(context.settings); });
}

}  // namespace earshot
