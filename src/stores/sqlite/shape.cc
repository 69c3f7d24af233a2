#include "stores/sqlite/shape.h"

#include <fmt/format.h>

#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// Appends a line for each row that the query gives for `name`.
Status Describe(Connection& connection, const std::string& name, const std::string& sql, std::string* shape) {
  ASSIGN_OR_RETURN(Statement statement, connection.Prepare(sql));
  statement.BindText(1, name);
  int code = statement.Step();
  for (; code == SQLITE_ROW; code = statement.Step()) *shape += "  " + statement.Text(0) + "\n";
  return code == SQLITE_DONE ? absl::OkStatus() : connection.ErrorOf(code);
}

}  // namespace

StatusOr<std::string> ShapeOf(Connection& connection, const std::string& name) {
  std::string shape;
  RETURN_IF_ERROR(Describe(connection, name,
                           "SELECT name || ' ' || type || iif(\"notnull\", ' NOT NULL', '')"
                           " FROM pragma_table_info(?) ORDER BY cid",
                           &shape));
  RETURN_IF_ERROR(Describe(connection, name,
                           "SELECT 'key ' || c.name || iif(c.\"desc\", ' DESC', '')"
                           " FROM pragma_index_list(?) AS i, pragma_index_xinfo(i.name) AS c"
                           " WHERE i.origin = 'pk' AND c.key ORDER BY c.seqno",
                           &shape));
  RETURN_IF_ERROR(Describe(connection, name,
                           "SELECT type || iif(wr, ' WITHOUT ROWID', '') FROM pragma_table_list"
                           " WHERE schema = 'main' AND name = ?",
                           &shape));
  return shape;
}

StatusOr<std::string> ShapeNeededBy(const Table& table) {
  // What SQLite itself says of a table that was made as we make it.
  ASSIGN_OR_RETURN(Connection scratch, Connection::Open(":memory:", OpenMode::kCreate));
  RETURN_IF_ERROR(scratch.Execute(SqliteCreateTable(table)));
  return ShapeOf(scratch, table.name);
}

Status CheckShape(Connection& connection, const Table& table) {
  ASSIGN_OR_RETURN(const std::string present, ShapeOf(connection, table.name));
  if (present.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string needed, ShapeNeededBy(table));
  if (present == needed) return absl::OkStatus();
  return InputError(
      "table {} is there already with another shape, and is left as it is\nit has:\n{}the question needs:\n{}"
      "rename the question, use another store, or, if nobody needs the table, drop it with SQLite's own tools",
      table.name, present, needed);
}

}  // namespace earshot
