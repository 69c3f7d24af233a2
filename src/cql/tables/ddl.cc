#include "cql/tables/ddl.h"

#include <absl/strings/str_replace.h>
#include <fmt/ranges.h>

#include <vector>

namespace earshot {
namespace {

// A text as a CQL string has it: in single quotes, each of its own doubled.
std::string CqlString(const std::string& text) {
  return fmt::format("'{}'", absl::StrReplaceAll(text.c_str(), {{"'", "''"}}));
}

std::string ClusteringOrder(const Table& table) {
  std::vector<std::string> columns;
  for (size_t i = table.partition_size; i < table.key_size; ++i) {
    columns.push_back(fmt::format("{} {}", table.columns[i].name, table.columns[i].descending ? "DESC" : "ASC"));
  }
  return fmt::format("CLUSTERING ORDER BY ({})", fmt::join(columns, ", "));
}

}  // namespace

std::string CqlPrimaryKey(const Table& table) {
  std::string key = "PRIMARY KEY ((";
  for (size_t i = 0; i < table.key_size; ++i) {
    if (i == table.partition_size) key += ')';
    if (i > 0) key += ", ";
    key += table.columns[i].name;
  }
  return key + (table.key_size == table.partition_size ? "))" : ")");
}

std::string CqlCreateTable(const Table& table, const std::string& keyspace) {
  std::string statement =
      fmt::format("CREATE TABLE IF NOT EXISTS {}{}{} (\n", keyspace, keyspace.empty() ? "" : ".", table.name);
  for (const TableColumn& column : table.columns) {
    statement += fmt::format("  {} {},\n", column.name, CqlName(column.type));
  }
  statement += fmt::format("  {}\n)", CqlPrimaryKey(table));

  std::vector<std::string> options;
  if (table.key_size > table.partition_size) options.push_back(ClusteringOrder(table));
  // The question in words stays with the table, for those who find it in the cluster.
  if (!table.question.asks.empty()) options.push_back("comment = " + CqlString(table.question.asks));
  if (!options.empty()) statement += fmt::format(" WITH {}", fmt::join(options, "\n  AND "));
  return statement + ";\n";
}

}  // namespace earshot
