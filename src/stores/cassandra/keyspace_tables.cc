#include "stores/cassandra/keyspace_tables.h"

#include <chrono>
#include <functional>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "cql/keyspace.h"
#include "cql/tables/ddl.h"
#include "cql/tables/statements.h"
#include "stores/cassandra/datacenters.h"
#include "stores/cassandra/lease.h"
#include "stores/cassandra/schema.h"

namespace earshot {
namespace {

// Some services answer before what they have created can be seen.
Status WaitUntilSeen(const std::string& what, const std::function<StatusOr<bool>()>& is_seen) {
  constexpr auto kWaitMax = std::chrono::seconds(60);
  const auto deadline = std::chrono::steady_clock::now() + kWaitMax;
  while (true) {
    ASSIGN_OR_RETURN(const bool seen, is_seen());
    if (seen) return absl::OkStatus();
    if (std::chrono::steady_clock::now() > deadline) {
      return TransientError("{} was created, but does not exist after {} seconds", what, kWaitMax.count());
    }
    RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + std::chrono::milliseconds(200)));
  }
}

}  // namespace

Status KeyspaceTables::Create(const Table& table) {
  RETURN_IF_ERROR(CreateKeyspace());
  ASSIGN_OR_RETURN(std::optional<TableSchema> schema, ReadSchema(table));
  if (!schema.has_value()) {
    ASSIGN_OR_RETURN(schema, CreateTable(table));
  }
  schemas_.Set(*schema);
  return CheckCassandraSchema(*schema, table);
}

Status KeyspaceTables::CreateKeyspace() {
  const std::string& keyspace = options_.keyspace;
  ASSIGN_OR_RETURN(const bool exists, KeyspaceExists(client_, keyspace));
  if (exists) return absl::OkStatus();
  RETURN_IF_ERROR(ToStatus(client_.change_schema(CqlCreateKeyspace(keyspace, NeededReplication())),
                           "creating keyspace " + keyspace));
  return WaitUntilSeen("keyspace " + keyspace, [&] { return KeyspaceExists(client_, keyspace); });
}

StatusOr<TableSchema> KeyspaceTables::CreateTable(const Table& table) {
  const std::string name = options_.keyspace + "." + table.name;
  const std::string quoted_keyspace = "\"" + options_.keyspace + "\"";
  RETURN_IF_ERROR(ToStatus(client_.change_schema(CqlCreateTable(table, quoted_keyspace)), "creating table " + name));
  std::optional<TableSchema> schema;
  RETURN_IF_ERROR(WaitUntilSeen("table " + name, [&]() -> StatusOr<bool> {
    ASSIGN_OR_RETURN(schema, ReadSchema(table));
    return schema.has_value();
  }));
  return *schema;
}

Replication KeyspaceTables::NeededReplication() const {
  if (!options_.replication.empty()) return options_.replication;
  return {{"", ReplicationFactorFor(NodeDatacenters(client_))}};
}

Status KeyspaceTables::Drop(const Table& table) {
  schemas_.Remove(table.name);
  // IF EXISTS covers the table, not its keyspace.
  ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSchema(table));
  if (!schema.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckCassandraSchema(*schema, table));
  return ToStatus(client_.change_schema("DROP TABLE IF EXISTS " + CqlTableName(options_.keyspace, table)),
                  "dropping table " + options_.keyspace + "." + table.name);
}

Status KeyspaceTables::DropKeyspace() {
  ASSIGN_OR_RETURN(const std::optional<TableSchema> leases, ReadSchema(LeasesTable()));
  // A load that has one would go on without.
  if (leases.has_value()) {
    RETURN_IF_ERROR(CheckNoLease(client_, options_.keyspace));
    RETURN_IF_ERROR(Drop(LeasesTable()));
  }
  RETURN_IF_ERROR(CheckKeyspaceEmpty(client_, options_.keyspace));
  return ToStatus(client_.change_schema("DROP KEYSPACE IF EXISTS \"" + options_.keyspace + "\""),
                  "dropping keyspace " + options_.keyspace);
}

Status KeyspaceTables::CheckReady(const Table& table) {
  std::optional<TableSchema> schema = schemas_.Get(table.name);
  if (!schema.has_value()) {
    ASSIGN_OR_RETURN(schema, ReadSchema(table));
    if (!schema.has_value()) {
      return WithCode(InputError("{} has no table {}", NameOf(options_), table.name), ErrorCode::kTableMissing);
    }
    schemas_.Set(*schema);
  }
  return CheckCassandraSchema(*schema, table);
}

StatusOr<std::optional<TableSchema>> KeyspaceTables::ReadSchema(const Table& table) const {
  return ReadCassandraSchema(client_, options_.keyspace, table.name);
}

}  // namespace earshot
