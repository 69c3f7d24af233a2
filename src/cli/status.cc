// earshot status: what the store is, and what is in it.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/log.h"
#include "cli/command.h"
#include "cli/result_object.h"
#include "cli/tables.h"
#include "stores/load_mark.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

// The number of rows, or why there is none.
OutputValue RowsOf(const TableState& state) {
  if (!state.exists) return {"no table", true};
  if (state.has_other_schema) return {"another schema", true};
  return {fmt::format("{}", state.rows)};
}

using Facts = std::vector<std::pair<std::string, std::string>>;

// JSON has the facts in the result; else they are for people, as a CSV holds one table.
Status PrintFacts(const Facts& facts, Format format, ResultObject& result) {
  if (format == Format::kTable || format == Format::kCsv) {
    for (const auto& [name, value] : facts) LogMessage("{}: {}\n", name, value);
    return absl::OkStatus();
  }
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : facts) object[name] = value;
  RETURN_IF_ERROR(result.Name("store"));
  RETURN_IF_ERROR(PrintObject(object, result.part_format(), result.output()));
  return result.Name("tables");
}

Status RunStatus(CommandContext& context) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const Facts facts, store->Describe());
  ResultObject result(settings.format, context.output);
  RETURN_IF_ERROR(PrintFacts(facts, settings.format, result));
  ResultPrinter printer({{"table"}, {"rows", ValueKind::kNumber}, {"state"}, {"plays_file"}, {"loader"}},
                        result.part_format(), result.output());
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const TableState state, store->State(table));
    ASSIGN_OR_RETURN(const std::optional<LoadMark> mark, ReadLoadMark(*store, table.name));
    RETURN_IF_ERROR(printer.Add({{table.name},
                                 RowsOf(state),
                                 {mark.has_value() ? NameOf(mark->state) : "", !mark.has_value()},
                                 {mark.has_value() ? mark->plays_file : "", !mark.has_value()},
                                 {mark.has_value() ? Describe(mark->owner) : "", !mark.has_value()}}));
  }
  RETURN_IF_ERROR(printer.Finish());
  return result.Finish();
}

}  // namespace

void AddStatusCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("status", "Show what is in the store");
  command->footer(
      "  earshot status\n"
      "  earshot status --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context] { context.status = RunStatus(context); });
}

}  // namespace earshot
