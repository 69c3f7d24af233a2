// earshot model: the questions, their tables and keys, the CQL, what the checks say.
#include <fmt/ranges.h>

#include <memory>

#include "cli/asking.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/model_check.h"
#include "cli/model_diff.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "cql/tables/ddl.h"
#include "questions/advice.h"

namespace earshot {
namespace {

const char* NameOf(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kPartition: return "partition key";
    case ColumnKind::kClustering: return "clustering";
    case ColumnKind::kRegular: return "regular";
  }
  return "";
}

const char* DirectionOf(const TableColumn& column) {
  if (column.kind != ColumnKind::kClustering) return "";
  return column.descending ? "desc" : "asc";
}

std::string DescribeTable(const Table& table) {
  std::string text = table.name + "\n";
  if (!table.question.asks.empty()) text += fmt::format("  {}\n", table.question.asks);
  text += fmt::format("  {}\n\n", UsageText(table));
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const bool is_first = i == 0 || table.columns[i - 1].kind != column.kind;
    text += fmt::format("  {:<14} {:<16} {:<7} {:<5} {}\n", is_first ? NameOf(column.kind) : "", column.name,
                        CqlName(column.type), DirectionOf(column), column.why);
  }
  return text + fmt::format("\n  {}\n  {}\n", CqlPrimaryKey(table), DescribeRows(table));
}

// For programs: a row for each column of each table.
Status PrintColumns(const std::vector<Table>& tables, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"}, {"column"}, {"type"}, {"kind"}, {"direction"}, {"why"}}, format, output);
  for (const Table& table : tables) {
    for (const TableColumn& column : table.columns) {
      RETURN_IF_ERROR(printer.Add({{table.name},
                                   {column.name},
                                   {std::string(CqlName(column.type))},
                                   {NameOf(column.kind)},
                                   {DirectionOf(column)},
                                   {column.why}}));
    }
  }
  return printer.Finish();
}

Status Show(CommandContext& context) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(context.settings));
  const Format format = context.settings.format;
  if (format != Format::kTable) return PrintColumns(tables, format, context.output);
  std::vector<std::string> descriptions;
  for (const Table& table : tables) descriptions.push_back(DescribeTable(table));
  return context.output.Write(fmt::format("{}", fmt::join(descriptions, "\n")));
}

Status ShowDdl(CommandContext& context) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(context.settings));
  const Format format = context.settings.format;
  if (format != Format::kTable) {
    ResultPrinter printer({{"table"}, {"cql"}}, format, context.output);
    for (const Table& table : tables) RETURN_IF_ERROR(printer.Add({{table.name}, {CqlCreateTable(table, "")}}));
    return printer.Finish();
  }
  std::vector<std::string> statements;
  for (const Table& table : tables) statements.push_back(CqlCreateTable(table, ""));
  return context.output.Write(fmt::format("{}", fmt::join(statements, "\n")));
}

// The text itself, so that a file of one's own can start from it.
Status Export(CommandContext& context) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(context.settings));
  if (context.settings.format == Format::kTable) return context.output.Write(source.text);
  ResultPrinter printer({{"source"}, {"toml"}}, context.settings.format, context.output);
  RETURN_IF_ERROR(printer.Add({{source.name}, {source.text}}));
  return printer.Finish();
}

void AddCheck(CLI::App& model, CommandContext& context) {
  constexpr size_t kNodesMax = 10'000;
  CLI::App* command = model.add_subcommand(
      "check", "Print the questions' mistakes and warnings, with PLAYS also figures; exit with 1 on a mistake");
  const auto arguments = std::make_shared<ModelCheckArguments>();
  command->add_option("PLAYS", arguments->plays, "A consolidated file: say how its plays fill the tables");
  AddEventsOption(*command, arguments->events);
  command->add_option("--nodes", arguments->nodes, "Divide the partitions among so many nodes with equal token ranges")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, kNodesMax).description(""));
  AddThreadsOption(*command, &context.settings);
  command->callback([&context, arguments] { context.status = CheckModel(context, *arguments); });
}

}  // namespace

void AddModelCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("model", "Show the questions, the tables that they become, and why");
  command->footer(
      "  earshot model show --questions fans.toml\n"
      "  earshot model export > questions.toml\n"
      "  earshot model check --questions fans.toml --format json\n"
      "  earshot model check plays.csv --questions fans.toml\n"
      "  earshot model diff plays.csv --questions fans.toml");
  const auto add = [&](const char* name, const char* description, Status (*run)(CommandContext&)) {
    command->add_subcommand(name, description)->callback([&context, run] { context.status = run(context); });
  };
  add("show", "Show each question, its table, partition key, clustering columns, and why (the default)", Show);
  add("ddl", "Print the CQL that makes the tables", ShowDdl);
  AddCheck(*command, context);
  AddModelDiff(*command, context);
  add("export", "Print the questions as TOML, to start a file of your own from", Export);
  command->require_subcommand(0, 1);
  command->callback([&context, command] {
    if (command->get_subcommands().empty()) context.status = Show(context);
  });
}

}  // namespace earshot
