// The SQL of a question's table in SQLite. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"

namespace earshot {

// CREATE TABLE, without IF NOT EXISTS.
std::string SqliteCreateTable(const Table& table);
// Replaces the row if its key is there; one parameter for each of the table's columns.
std::string SqliteInsert(const Table& table);
// All rows in key order, all columns.
std::string SqliteScan(const Table& table);
// The rows for one question, in key order, all columns; one parameter for each of Table::given.
std::string SqliteAnswer(const Table& table);
// `name` as an identifier.
std::string Quoted(const std::string& name);

}  // namespace earshot
