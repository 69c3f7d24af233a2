// The statements that write and read a question's table. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"
#include "rows/key_range.h"

namespace earshot {

// `"earshot".song_at`. Quoted, a keyspace may have a reserved word as its name.
std::string CqlTableName(const std::string& keyspace, const Table& table);

// A bind marker for each of the table's columns, in their order.
std::string CqlInsert(const std::string& keyspace, const Table& table);

// A bind marker for each of the key's columns, in their order.
std::string CqlDelete(const std::string& keyspace, const Table& table);

// Selects `columns` of the rows whose tokens are in `range`. A bind marker for the token at each bound that it has.
std::string CqlScan(const std::string& keyspace, const Table& table, const std::string& columns, const KeyRange& range);

// A bind marker for each of Table::given, in their order, and for each of `comparisons` (">=") with the column after
// them.
std::string CqlAnswer(const std::string& keyspace, const Table& table, const std::vector<std::string>& comparisons);

// "WRITETIME(artist), WRITETIME(song)": of the columns that have one; "" where all of them are the key's.
std::string CqlWriteTimes(const Table& table);

// "session_id, item_in_session, artist": the table's columns in their order.
std::string CqlColumns(const Table& table);

}  // namespace earshot
