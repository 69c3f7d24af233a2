// The SQL of a question's table in SQLite. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"

namespace earshot {

// CREATE TABLE, without IF NOT EXISTS.
std::string SqliteCreateTable(const Table& table);
// Takes the rows of `source` (SCHEMA.NAME), which has the table's columns; a row whose key is there replaces it.
std::string SqliteInsert(const Table& table, const std::string& source);
// The rows in key order, all columns; with a parameter for the first column's lowest value, and for the first one that
// is too high, where asked for.
std::string SqliteScan(const Table& table, bool has_begin, bool has_end);
// The rows for one question, in key order, all columns; one parameter for each of Table::given.
std::string SqliteAnswer(const Table& table);
// `name` as an identifier.
std::string Quoted(const std::string& name);

}  // namespace earshot
