// The schemas of SQLite tables (stores/table_schema.h): everything that SQLite knows of a table and that could change
// what is stored or what is read. Functions on a connection that belongs to the calling thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_schema.h"

namespace earshot {

// The kind of a key's columns. Others have none.
inline constexpr const char* kPrimaryKey = "primary key";

// The schema of what has the name, in any case of its letters: a table, a view, an index. Nothing where the name is
// free. Triggers and UNIQUE indexes are part of it; other indexes change no row, and are left to their owner.
StatusOr<std::optional<TableSchema>> ReadSqliteSchema(Connection& connection, const std::string& name);

// The schema of the table that SqliteCreateTable creates.
TableSchema SqliteSchemaOf(const Table& table);

// An error where `present` is not the schema that `table` needs.
Status CheckSqliteSchema(const TableSchema& present, const Table& table);

// The schema that a CREATE TABLE creates. Nothing for a statement that is not of SqliteCreateTable's form, but for
// spaces, comments, quotes around names and the case of keywords.
std::optional<TableSchema> ParseCreateTable(std::string_view sql);

}  // namespace earshot
