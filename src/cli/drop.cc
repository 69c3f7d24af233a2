// earshot drop: removes the questions' tables from the store, after asking.
#include <unistd.h>

#include <iostream>
#include <memory>

#include "base/stop_token.h"
#include "base/tell.h"
#include "cli/command.h"
#include "cli/tables.h"
#include "stores/open.h"

namespace earshot {
namespace {

// Only a person at a terminal can be asked; a script has to say --yes.
Status Confirm(const Store& store, const std::vector<Table>& tables) {
  if (isatty(STDIN_FILENO) == 0) return UsageError("drop removes tables and nobody is there to be asked; add --yes");
  Tell("Drop {} table(s) and all their rows from {}? [y/N] ", tables.size(), store.Name());
  RETURN_IF_ERROR(WaitUntilReadable(STDIN_FILENO));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" ? absl::OkStatus() : InputError("nothing was dropped");
}

struct Arguments {
  bool yes = false;
  bool keyspace = false;
};

// What became of a table that was as `state` tells.
std::string Outcome(const TableState& state) {
  if (!state.exists) return "was not there";
  if (state.another_shape) return "left as it is";
  return fmt::format("dropped with {} rows", state.rows);
}

// Drops every table that is ours. The error is that of the first one that is not.
Status DropTables(Store& store, const std::vector<Table>& tables) {
  Status refused;
  for (const Table& table : tables) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const TableState state, store.State(table));
    Status dropped = store.Drop(table);
    if (!dropped.ok() && !state.another_shape) return dropped;
    refused.Update(dropped);
    Tell("{}: {}\n", table.name, Outcome(state));
  }
  return refused;
}

Status RunDrop(const Settings& settings, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, LoadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  if (!arguments.yes) RETURN_IF_ERROR(Confirm(*store, tables));
  RETURN_IF_ERROR(DropTables(*store, tables));
  return arguments.keyspace ? store->DropPlace() : absl::OkStatus();
}

}  // namespace

void AddDropCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("drop", "Drop the questions' tables (asks first)");
  const auto arguments = std::make_shared<Arguments>();
  command->add_flag("--yes", arguments->yes, "Do not ask");
  command->add_flag("--keyspace", arguments->keyspace,
                    "Drop the keyspace (SQLite: the file) too, if nothing else is in it");
  command->callback([&context, arguments] { context.status = RunDrop(context.settings, *arguments); });
}

}  // namespace earshot
