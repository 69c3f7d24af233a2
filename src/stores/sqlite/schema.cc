#include "stores/sqlite/schema.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

#include "base/printable.h"
#include "base/utf8.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// How much of a foreign statement or name is shown.
constexpr size_t kSqlBytesMax = 1000;

// `type`, `name` and `sql` are as in sqlite_master, where anything may be. What is not as we write it is only shown.
TableSchema SchemaOfStatement(const std::string& type, const std::string& name, const std::string& sql) {
  const bool is_text = IsUtf8(sql);
  std::optional<TableSchema> parsed = is_text && type == "table" ? ParseCreateTable(sql) : std::nullopt;
  if (parsed.has_value()) return *std::move(parsed);
  return {Printable(name, kSqlBytesMax), {}, {is_text ? sql : Printable(sql, kSqlBytesMax)}};
}

bool IsUniqueIndex(const std::string& sql) {
  constexpr std::string_view kBegin = "CREATE UNIQUE";
  return sqlite3_strnicmp(sql.c_str(), kBegin.data(), static_cast<int>(kBegin.size())) == 0;
}

}  // namespace

// Only the schema's own table is asked: functions like pragma_table_info have names that somebody's table can take.
StatusOr<std::optional<TableSchema>> ReadSqliteSchema(Connection& connection, const std::string& name) {
  ASSIGN_OR_RETURN(
      Statement statement,
      connection.Prepare(
          "SELECT type, name, sql, name = ?1 COLLATE NOCASE FROM main.sqlite_master WHERE"
          " tbl_name = ?1 COLLATE NOCASE OR (name = ?1 COLLATE NOCASE AND type <> 'trigger') ORDER BY type, name"));
  statement.BindText(1, name);
  std::optional<TableSchema> schema;
  std::vector<std::string> extras;
  int code = statement.Step();
  for (; code == SQLITE_ROW; code = statement.Step()) {
    const std::string type = statement.Text(0);
    const std::string sql = statement.Text(2);
    const bool is_trigger = type == "trigger";
    if (statement.Integer(3) != 0 && !is_trigger) {
      schema = SchemaOfStatement(type, statement.Text(1), sql);
    } else if (is_trigger || IsUniqueIndex(sql)) {
      extras.push_back(
          fmt::format("{} {}", is_trigger ? "trigger" : "UNIQUE index", Printable(statement.Text(1), kSqlBytesMax)));
    }
  }
  if (code != SQLITE_DONE) return connection.ErrorOf(code);
  if (schema.has_value()) schema->extras.insert(schema->extras.end(), extras.begin(), extras.end());
  return schema;
}

TableSchema SqliteSchemaOf(const Table& table) {
  TableSchema schema;
  schema.name = table.name;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    schema.columns.push_back(
        {column.name, SqliteType(column.type), i < table.key_size ? kPrimaryKey : "", column.descending});
  }
  return schema;
}

Status CheckSqliteSchema(const TableSchema& present, const Table& table) {
  return CheckSameSchema(present, SqliteSchemaOf(table), "SQLite's own tools");
}

}  // namespace earshot
