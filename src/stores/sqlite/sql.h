// The SQL of a question's table in SQLite. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/table_reader.h"

namespace earshot {

// CREATE TABLE, without IF NOT EXISTS.
std::string SqliteCreateTable(const Table& table);
// Inserts the rows of `source` (SCHEMA.NAME), which has the table's columns. A row replaces the row of the same key.
std::string SqliteInsert(const Table& table, const std::string& source);
// Deletes the rows whose keys are those of `source`'s rows.
std::string SqliteDelete(const Table& table, const std::string& source);
// The rows in key order, all columns. A bind marker for the first column's value at each bound that `range` has.
std::string SqliteScan(const Table& table, const KeyRange& range);
// The rows of one answer, in key order, all columns. A bind marker for each of Table::given, and for each bound of
// `range`, of the column after them.
std::string SqliteAnswer(const Table& table, const ColumnRange& range);
// The type of the columns that hold values of `type`.
const char* SqliteType(ColumnType type);
// `name` as an identifier.
std::string Quoted(const std::string& name);

}  // namespace earshot
