#include "cli/model_json.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "cli/asking.h"
#include "cli/forecast_report.h"
#include "cli/profile_report.h"
#include "cql/tables/ddl.h"
#include "questions/advice.h"

namespace earshot {
namespace {

std::string ColumnsJson(const Table& table) {
  nlohmann::ordered_json columns = nlohmann::ordered_json::array();
  for (const TableColumn& column : table.columns) {
    columns.push_back({{"column", column.name},
                       {"type", CqlName(column.type)},
                       {"kind", KindName(column)},
                       {"direction", DirectionName(column)},
                       {"why", column.why}});
  }
  return JsonText(columns);
}

std::vector<OutputValue> QuestionRow(const DocumentedTable& documented, double plays) {
  const Table& table = *documented.table;
  const bool is_seen = documented.outlook.has_value();
  return {{table.name},
          {table.question.of->name},
          {table.question.asks, table.question.asks.empty()},
          {UsageText(table)},
          {CqlPrimaryKey(table)},
          {DescribeRows(table)},
          {ColumnsJson(table)},
          {is_seen ? FiguresJson(documented.outlook->forecast->profile()) : "", !is_seen},
          {is_seen ? OutlookJson(*documented.outlook, plays) : "", !is_seen}};
}

}  // namespace

const char* KindName(const TableColumn& column) {
  switch (column.kind) {
    case ColumnKind::kPartition: return "partition key";
    case ColumnKind::kClustering: return "clustering";
    case ColumnKind::kRegular: return "regular";
  }
  return "";
}

const char* DirectionName(const TableColumn& column) {
  if (column.kind != ColumnKind::kClustering) return "";
  return column.descending ? "desc" : "asc";
}

Status PrintModelJson(const ModelDocument& document, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"of"},
                         {"asks"},
                         {"ask"},
                         {"primary_key"},
                         {"rows_are"},
                         {"columns", ValueKind::kJson},
                         {"sizes", ValueKind::kJson},
                         {"forecast", ValueKind::kJson}},
                        format, output);
  for (const DocumentedTable& table : document.tables) RETURN_IF_ERROR(printer.Add(QuestionRow(table, document.plays)));
  return printer.Finish();
}

}  // namespace earshot
