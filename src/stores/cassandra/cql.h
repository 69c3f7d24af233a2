// The CQL that the store speaks. Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/cassandra/cassandra_url.h"

namespace earshot {

// `"earshot".song_at`. Quoted, a keyspace may bear any of CQL's own words as its name.
std::string CqlName(const std::string& keyspace, const Table& table);

// `replication_factor_default` is the number of replicas in every datacenter where the options give none.
std::string CqlCreateKeyspace(const CassandraOptions& options, int replication_factor_default);

// A bind marker for each of the table's columns, in their order.
std::string CqlInsert(const std::string& keyspace, const Table& table);

// Selects `columns` of the rows whose tokens are in `range`. A bind marker for the token at each bound that it has.
std::string CqlScan(const std::string& keyspace, const Table& table, const std::string& columns, const KeyRange& range);

// A bind marker for each of Table::given, in their order.
std::string CqlAnswer(const std::string& keyspace, const Table& table);

// "session_id, item_in_session, artist": the table's columns in their order.
std::string CqlColumns(const Table& table);

}  // namespace earshot
