#include "stores/sqlite/sql.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <vector>

namespace earshot {
namespace {

std::string KeyColumns(const Table& table) {
  std::vector<std::string> columns;
  for (size_t i = 0; i < table.key_size; ++i) {
    columns.push_back(Quoted(table.columns[i].name) + (table.columns[i].descending ? " DESC" : ""));
  }
  return fmt::format("{}", fmt::join(columns, ", "));
}

std::string SelectAll(const Table& table) {
  std::vector<std::string> columns;
  for (const TableColumn& column : table.columns) columns.push_back(Quoted(column.name));
  // The table is its primary key's B-tree. Another index might be damaged, or never filled.
  return fmt::format("SELECT {} FROM {} INDEXED BY \"sqlite_autoindex_{}_1\"", fmt::join(columns, ", "),
                     Quoted(table.name), table.name);
}

}  // namespace

const char* SqliteType(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint:
    case ColumnType::kInt:
    case ColumnType::kTimestamp: return "INTEGER";
    case ColumnType::kDouble: return "REAL";
    case ColumnType::kText:
    case ColumnType::kDate: return "TEXT";
  }
  return "";
}

// Names come from checked questions ([a-z][a-z0-9_]*), so nothing in them needs escaping.
std::string Quoted(const std::string& name) { return "\"" + name + "\""; }

std::string SqliteCreateTable(const Table& table) {
  std::string sql = fmt::format("CREATE TABLE {} (\n", Quoted(table.name));
  for (const TableColumn& column : table.columns) {
    const char* not_null = column.kind == ColumnKind::kRegular ? "" : " NOT NULL";
    sql += fmt::format("  {} {}{},\n", Quoted(column.name), SqliteType(column.type), not_null);
  }
  return sql + fmt::format("  PRIMARY KEY ({})\n) WITHOUT ROWID", KeyColumns(table));
}

std::string SqliteInsert(const Table& table, const std::string& source) {
  return fmt::format("INSERT OR REPLACE INTO {} SELECT * FROM {}", Quoted(table.name), source);
}

std::string SqliteDelete(const Table& table, const std::string& source) {
  std::vector<std::string> key;
  for (size_t i = 0; i < table.key_size; ++i) key.push_back(Quoted(table.columns[i].name));
  const std::string columns = fmt::format("{}", fmt::join(key, ", "));
  return fmt::format("DELETE FROM {} WHERE ({}) IN (SELECT {} FROM {})", Quoted(table.name), columns, columns, source);
}

std::string SqliteScan(const Table& table, const KeyRange& range) {
  const std::string first = Quoted(table.columns.front().name);
  std::vector<std::string> conditions;
  if (!range.begin.empty()) conditions.push_back(first + " >= ?");
  if (!range.end.empty()) conditions.push_back(first + " < ?");
  const char* where = conditions.empty() ? "" : " WHERE ";
  return SelectAll(table) + where + fmt::format("{}", fmt::join(conditions, " AND ")) + " ORDER BY " +
         KeyColumns(table);
}

std::string SqliteAnswer(const Table& table, const ColumnRange& range) {
  std::vector<std::string> conditions;
  for (const size_t column : table.given) conditions.push_back(Quoted(table.columns[column].name) + " = ?");
  const std::string ordered = Quoted(table.columns[std::min(table.given.size(), table.columns.size() - 1)].name);
  if (!range.from.empty()) conditions.push_back(ordered + " >= ?");
  if (!range.to.empty()) conditions.push_back(ordered + (range.includes_to ? " <= ?" : " < ?"));
  return fmt::format("{} WHERE {} ORDER BY {}", SelectAll(table), fmt::join(conditions, " AND "), KeyColumns(table));
}

}  // namespace earshot
