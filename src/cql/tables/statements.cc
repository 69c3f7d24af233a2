#include "cql/tables/statements.h"

#include <fmt/ranges.h>

namespace earshot {
namespace {

std::vector<std::string> Names(const Table& table, size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(table.columns[i].name);
  return names;
}

}  // namespace

std::string CqlTableName(const std::string& keyspace, const Table& table) {
  return fmt::format("\"{}\".{}", keyspace, table.name);
}

std::string CqlColumns(const Table& table) {
  return fmt::format("{}", fmt::join(Names(table, table.columns.size()), ", "));
}

std::string CqlWriteTimes(const Table& table) {
  std::vector<std::string> times;
  for (size_t i = table.key_size; i < table.columns.size(); ++i) {
    times.push_back(fmt::format("WRITETIME({})", table.columns[i].name));
  }
  return fmt::format("{}", fmt::join(times, ", "));
}

std::string CqlInsert(const std::string& keyspace, const Table& table) {
  const std::vector<std::string> markers(table.columns.size(), "?");
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", CqlTableName(keyspace, table), CqlColumns(table),
                     fmt::join(markers, ", "));
}

std::string CqlDelete(const std::string& keyspace, const Table& table) {
  return fmt::format("DELETE FROM {} WHERE {} = ?", CqlTableName(keyspace, table),
                     fmt::join(Names(table, table.key_size), " = ? AND "));
}

std::string CqlScan(const std::string& keyspace, const Table& table, const std::string& columns,
                    const KeyRange& range) {
  const std::string token = fmt::format("token({})", fmt::join(Names(table, table.partition_size), ", "));
  std::vector<std::string> conditions;
  if (!range.begin.empty()) conditions.push_back(token + " >= ?");
  if (!range.end.empty()) conditions.push_back(token + " < ?");
  return fmt::format("SELECT {} FROM {}{}{}", columns, CqlTableName(keyspace, table),
                     conditions.empty() ? "" : " WHERE ", fmt::join(conditions, " AND "));
}

std::string CqlAnswer(const std::string& keyspace, const Table& table, const std::vector<std::string>& comparisons) {
  std::vector<std::string> conditions;
  for (const size_t column : table.given) conditions.push_back(table.columns[column].name + " = ?");
  for (const std::string& comparison : comparisons) {
    conditions.push_back(fmt::format("{} {} ?", table.columns[table.given.size()].name, comparison));
  }
  return fmt::format("SELECT {} FROM {} WHERE {}", CqlColumns(table), CqlTableName(keyspace, table),
                     fmt::join(conditions, " AND "));
}

}  // namespace earshot
