#include "cli/model_show.h"

#include <fmt/ranges.h>

#include "cli/asking.h"
#include "cli/table_diagram.h"
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

std::string DescribeTable(const DocumentedTable& documented, double plays) {
  const Table& table = *documented.table;
  std::string text = table.name + "\n";
  if (!table.question.asks.empty()) text += fmt::format("  {}\n", table.question.asks);
  text += fmt::format("  {}\n\n{}\n", UsageText(table), TableDiagram(table, "  "));
  text += fmt::format("  {}\n  {}\n", CqlPrimaryKey(table), DescribeRows(table));
  if (documented.outlook.has_value()) text += "\n" + DescribeOutlook(*documented.outlook, plays);
  return text;
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

}  // namespace

Status ShowModel(CommandContext& context, const ModelShowArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  if (!arguments.document.has_value() && settings.format != Format::kTable) {
    return PrintColumns(tables, settings.format, context.output);
  }
  ModelDocument document = {.tables = {}, .seen = "", .plays = arguments.forecast.plays};
  for (const Table& table : tables) document.tables.push_back({.table = &table, .outlook = std::nullopt});
  Forecast forecast;
  if (!arguments.forecast.file.empty()) {
    ASSIGN_OR_RETURN(forecast, ReadForecast(settings, tables, arguments.forecast));
    document.seen = DescribeSeen(forecast, arguments.forecast);
    const std::vector<TableOutlook> outlooks = OutlooksOf(forecast, arguments.forecast);
    for (size_t i = 0; i < tables.size(); ++i) document.tables[i].outlook = outlooks[i];
  }
  if (arguments.document.has_value()) return context.output.Write(DocumentText(document, *arguments.document));
  std::vector<std::string> descriptions;
  if (!document.seen.empty()) descriptions.push_back(document.seen + "\n");
  for (const DocumentedTable& table : document.tables) descriptions.push_back(DescribeTable(table, document.plays));
  return context.output.Write(fmt::format("{}", fmt::join(descriptions, "\n")));
}

}  // namespace earshot
