// The CQL that makes a question's table. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"

namespace earshot {

// "CREATE TABLE IF NOT EXISTS song_at (...) WITH ...", several lines, ended by ";" and a newline.
// `keyspace` may be empty; else the name is qualified with it.
std::string CqlCreateTable(const Table& table, const std::string& keyspace);

// "PRIMARY KEY ((session_id), item_in_session)" as a CREATE TABLE has it.
std::string CqlPrimaryKey(const Table& table);

}  // namespace earshot
