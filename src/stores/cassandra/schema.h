// What a keyspace is and holds, and the schemas of its tables (stores/table_schema.h).
//
// Functions without state; safe on any thread, as the client is.
#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/cassandra/driver.h"
#include "stores/table_schema.h"

namespace earshot {

// Whether the keyspace exists. One that does need not be created: not everyone who loads tables may create keyspaces.
StatusOr<bool> KeyspaceExists(const cql::Client& client, const std::string& keyspace);

// "datacenter1: 3": the replicas that the keyspace keeps of each row, or "" if the keyspace does not exist.
StatusOr<std::string> KeyspaceReplication(const cql::Client& client, const std::string& keyspace);

// An error that names a table, type or function where the keyspace holds one.
Status CheckKeyspaceEmpty(const cql::Client& client, const std::string& keyspace);

// The table's columns, types, key and what else changes its rows; nothing where the table does not exist.
StatusOr<std::optional<TableSchema>> ReadCassandraSchema(const cql::Client& client, const std::string& keyspace,
                                                         const std::string& table);

// The schema of the table that CqlCreateTable creates.
TableSchema CassandraSchemaOf(const Table& table);

// An error where `present` is not the schema that `table` needs.
Status CheckCassandraSchema(const TableSchema& present, const Table& table);

}  // namespace earshot
