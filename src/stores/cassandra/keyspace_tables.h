// The keyspace of a store and its tables: created, waited for, checked, dropped.
//
// CheckReady may be called from many threads at once; all else belongs to one. The client must outlive it.
#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/cassandra/cassandra_url.h"
#include "stores/cassandra/driver.h"
#include "stores/cassandra/known_schemas.h"
#include "stores/table_schema.h"

namespace earshot {

class KeyspaceTables {
 public:
  // `options` must outlive it, too.
  KeyspaceTables(const cql::Client& client, const CassandraOptions& options) : client_(client), options_(options) {}

  // See TableSink::Create. The keyspace is created as well.
  Status Create(const Table& table);
  // See StoreAdmin::Drop and DropKeyspace.
  Status Drop(const Table& table);
  Status DropKeyspace();

  // The table must exist, in the schema that the question needs. The schema is read once: an answer should cost one
  // request.
  Status CheckReady(const Table& table);
  // The schema that the server has; nothing where the table does not exist.
  StatusOr<std::optional<TableSchema>> ReadSchema(const Table& table) const;

 private:
  Status CreateKeyspace();
  StatusOr<TableSchema> CreateTable(const Table& table);
  Replication NeededReplication() const;

  const cql::Client& client_;
  const CassandraOptions& options_;
  KnownSchemas schemas_;
};

}  // namespace earshot
