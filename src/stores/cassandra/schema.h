// What a keyspace is and holds, and whether a table that is there already has the schema that a question needs.
// Functions without state; as safe between threads as the client.
#pragma once

#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/cassandra/driver.h"

namespace earshot {

// Whether the keyspace is there, so that it need not be made: not everyone who fills tables may make keyspaces.
StatusOr<bool> KeyspaceExists(const cql::Client& client, const std::string& keyspace);

// "datacenter1: 3": the replicas that the keyspace keeps of each row, or "" if the keyspace does not exist.
StatusOr<std::string> KeyspaceReplication(const cql::Client& client, const std::string& keyspace);

// An error that names a table, type or function that is in the keyspace, where one is.
Status CheckKeyspaceEmpty(const cql::Client& client, const std::string& keyspace);

// The columns, types and key of the table, one line each, or "" where there is no such table.
StatusOr<std::string> ReadSchema(const cql::Client& client, const std::string& keyspace, const std::string& name);

// The schema that the question needs, in the same words.
std::string ExpectedSchema(const Table& table);

// An error that shows both schemas where `present` is not what `table` needs.
Status CheckSchema(const Table& table, const std::string& present);

}  // namespace earshot
