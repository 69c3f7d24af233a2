// earshot model: the questions, their tables and keys, the CQL, what the checks say.
#include <fmt/ranges.h>

#include "cli/asking.h"
#include "cli/command.h"
#include "cli/tables.h"
#include "questions/advice.h"
#include "questions/ddl.h"

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
  std::vector<std::string> statements;
  for (const Table& table : tables) statements.push_back(CqlCreateTable(table, ""));
  return context.output.Write(fmt::format("{}", fmt::join(statements, "\n")));
}

Status Check(CommandContext& context) {
  OutputStream& output = context.output;
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(context.settings));
  const QuestionsText checked = ParseAllQuestions(source.text, source.name);
  for (const Question& question : checked.questions) {
    ASSIGN_OR_RETURN(const Table table, DeriveTable(question));
    RETURN_IF_ERROR(
        output.Write(fmt::format("{}: ok, {}; {}\n", table.name, CqlPrimaryKey(table), DescribeRows(table))));
    for (const std::string& warning : WarningsOf(table)) {
      RETURN_IF_ERROR(output.Write(fmt::format("{}: warning, line {}: {}\n", table.name, question.line, warning)));
    }
  }
  for (const Status& mistake : checked.mistakes) RETURN_IF_ERROR(output.Write(MessageOf(mistake) + "\n"));
  if (checked.mistakes.empty()) return absl::OkStatus();
  return InputError("{} has {} {}; the first: {}", source.name, checked.mistakes.size(),
                    checked.mistakes.size() == 1 ? "mistake" : "mistakes", MessageOf(checked.mistakes.front()));
}

}  // namespace

void AddModelCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("model", "Shows the questions, the tables they become, and why");
  const auto add = [&](const char* name, const char* description, Status (*run)(CommandContext&)) {
    command->add_subcommand(name, description)->callback([&context, run] { context.status = run(context); });
  };
  add("show", "Each question, its table, partition key, clustering columns, and why (the default)", Show);
  add("ddl", "The CQL that makes the tables", ShowDdl);
  add("check", "What the checks say: each question's mistakes and warnings; exit 1 on a mistake", Check);
  command->require_subcommand(0, 1);
  command->callback([&context, command] {
    if (command->get_subcommands().empty()) context.status = Show(context);
  });
}

}  // namespace earshot
