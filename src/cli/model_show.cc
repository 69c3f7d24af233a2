#include "cli/model_show.h"

#include <fmt/ranges.h>

#include "cli/asking.h"
#include "cli/model_json.h"
#include "cli/table_diagram.h"
#include "cli/tables.h"
#include "cql/tables/ddl.h"
#include "questions/advice.h"

namespace earshot {
namespace {

std::string DescribeTable(const DocumentedTable& documented, double plays) {
  const Table& table = *documented.table;
  std::string text = table.name + "\n";
  if (!table.question.asks.empty()) text += fmt::format("  {}\n", table.question.asks);
  text += fmt::format("  {}\n\n{}\n", UsageText(table), TableDiagram(table, "  "));
  text += fmt::format("  {}\n  {}\n", CqlPrimaryKey(table), DescribeRows(table));
  if (documented.outlook.has_value()) text += "\n" + DescribeOutlook(*documented.outlook, plays);
  return text;
}

// A row for each column of each table: CSV has no lists, and so no room for what is known of a table.
Status PrintColumns(const std::vector<Table>& tables, OutputStream& output) {
  ResultPrinter printer({{"table"}, {"column"}, {"type"}, {"kind"}, {"direction"}, {"why"}}, Format::kCsv, output);
  for (const Table& table : tables) {
    for (const TableColumn& column : table.columns) {
      RETURN_IF_ERROR(printer.Add({{table.name},
                                   {column.name},
                                   {std::string(CqlName(column.type))},
                                   {KindName(column)},
                                   {DirectionName(column)},
                                   {column.why}}));
    }
  }
  return printer.Finish();
}

Status PrintTexts(const ModelDocument& document, OutputStream& output) {
  std::vector<std::string> descriptions;
  if (!document.seen.empty()) descriptions.push_back(document.seen + "\n");
  for (const DocumentedTable& table : document.tables) descriptions.push_back(DescribeTable(table, document.plays));
  return output.Write(fmt::format("{}", fmt::join(descriptions, "\n")));
}

}  // namespace

Status ShowModel(CommandContext& context, const ModelShowArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(std::vector<Table> tables, arguments.with_taste ? ReadAllTables(settings) : ReadTables(settings));
  if (!arguments.forecast.file.empty()) tables = TablesToForecast(std::move(tables));
  const bool is_csv = !arguments.document.has_value() && settings.format == Format::kCsv;
  if (is_csv && !arguments.forecast.file.empty()) {
    return UsageError(
        "csv has the tables' columns alone; leave {} out, or use --format json for its sizes and forecast",
        arguments.forecast.file);
  }
  if (is_csv) return PrintColumns(tables, context.output);
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
  if (settings.format == Format::kTable) return PrintTexts(document, context.output);
  return PrintModelJson(document, settings.format, context.output);
}

}  // namespace earshot
