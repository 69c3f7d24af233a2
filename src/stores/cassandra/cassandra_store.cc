#include "stores/cassandra/cassandra_store.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "cql/tables/statements.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "stores/cassandra/cassandra_url.h"
#include "stores/cassandra/cassandra_writer.h"
#include "stores/cassandra/connect.h"
#include "stores/cassandra/driver.h"
#include "stores/cassandra/keyspace_tables.h"
#include "stores/cassandra/lease.h"
#include "stores/cassandra/ring_of.h"
#include "stores/cassandra/schema.h"
#include "stores/cassandra/table_scans.h"

namespace earshot {
namespace {

// Since 1970, as Cassandra counts.
int64_t MicrosecondsOf(WriteTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

// The server has no transactions: each answer is of its own moment.
class CassandraAnswers : public AnswerReader {
 public:
  CassandraAnswers(const cql::Client& client, std::string keyspace, const Table& table)
      : client_(client), keyspace_(std::move(keyspace)), table_(table) {}

  StatusOr<std::unique_ptr<RowCursor>> Open(std::string_view given_cells, const ColumnRange& range) override {
    std::vector<std::string> comparisons;
    if (!range.from.empty()) comparisons.emplace_back(">=");
    if (!range.to.empty()) comparisons.emplace_back(range.includes_to ? "<=" : "<");
    return SelectRows(client_, table_,
                      {CqlAnswer(keyspace_, table_, comparisons), std::string(given_cells) + range.from + range.to,
                       "querying " + table_.name});
  }

 private:
  const cql::Client& client_;
  const std::string keyspace_;
  const Table& table_;
};

class CassandraStore : public ClusteredStore {
 public:
  explicit CassandraStore(CassandraOptions options)
      : options_(std::move(options)), client_(cql::new_client()), tables_(*client_, options_) {}

  Status Connect() { return earshot::Connect(*client_, options_); }

  std::string Name() const override { return NameOf(options_); }

  std::string HowToReplace() const override { return "repair the cluster, or drop the table, and load again"; }

  StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() override {
    ASSIGN_OR_RETURN(
        const std::unique_ptr<RowCursor> rows,
        Select(*client_, {"SELECT cluster_name, release_version FROM system.local", "", "reading the cluster's name"}));
    std::string_view row;
    ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
    if (!found) return SystemError("the server has no name of its cluster");
    CellReader cells(row);
    std::vector<std::pair<std::string, std::string>> facts;
    facts.emplace_back("cluster", cells.Next());
    facts.emplace_back("Cassandra", cells.Next());
    ASSIGN_OR_RETURN(const std::string replication, KeyspaceReplication(*client_, options_.keyspace));
    facts.emplace_back("keyspace", fmt::format("{} ({})", options_.keyspace,
                                               replication.empty() ? "not created yet" : "replicas: " + replication));
    for (const cql::NodeInfo& node : client_->nodes()) {
      facts.emplace_back("node", fmt::format("{} ({}, {}{})", std::string(node.address), std::string(node.datacenter),
                                             std::string(node.rack), node.connected ? "" : ", not connected"));
    }
    return facts;
  }

  std::string Keyspace() const override { return options_.keyspace; }

  StatusOr<TokenRing> ReadRing(const Table& table) override {
    RETURN_IF_ERROR(tables_.CheckReady(table));
    return RingOf(*client_, options_.keyspace, table.name);
  }

  Status CheckLease() const override {
    const std::shared_ptr<const CassandraLease> lease = lease_.lock();
    return lease == nullptr ? absl::OkStatus() : lease->Check();
  }

  const RowOrder& Order() const override { return order_; }

  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner, const std::vector<Table>& tables) override {
    RETURN_IF_ERROR(tables_.Create(LeasesTable()));
    // Two loads that want the same tables want them in the same order.
    std::vector<std::string> names;
    for (const Table& table : tables) names.push_back(table.question.name);
    std::sort(names.begin(), names.end());
    ASSIGN_OR_RETURN(auto lease, CassandraLease::Take(*client_, options_.keyspace, owner, std::move(names),
                                                      options_.request_timeout));
    lease_ = lease;
    return std::make_unique<HeldLease>(std::move(lease), ServerTime().value_or(std::chrono::system_clock::now()));
  }

  StatusOr<std::unique_ptr<Changes>> Begin() override { return std::make_unique<ImmediateChanges>(); }

  std::vector<KeyRange> WriteRanges(size_t count) const override { return SplitRing(count); }

  Status Create(const Table& table) override { return tables_.Create(table); }

  // Only its nodes' administrators can.
  StatusOr<std::string> EraseRemains(const std::vector<Table>& /*tables*/) override {
    ASSIGN_OR_RETURN(const bool exists, KeyspaceExists(*client_, options_.keyspace));
    if (!exists) return "";
    return "Cassandra answers with removed rows no more, but has them in the files of its replicas until those are "
           "compacted, after gc_grace_seconds at the earliest, and in snapshots and backups";
  }

  Status Drop(const Table& table) override { return tables_.Drop(table); }

  Status DropKeyspace(const std::vector<std::string>& /*damaged*/) override { return tables_.DropKeyspace(); }

  StatusOr<TableState> State(const Table& table) override {
    TableState state;
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, tables_.ReadSchema(table));
    state.exists = schema.has_value();
    state.has_other_schema = state.exists && *schema != CassandraSchemaOf(table);
    if (!state.exists || state.has_other_schema) return state;
    ASSIGN_OR_RETURN(state.rows, CountRows(*client_, options_.keyspace, table));
    return state;
  }

  StatusOr<WriteTime> LastWrite(const Table& table) override {
    RETURN_IF_ERROR(tables_.CheckReady(table));
    return LastWriteTime(*client_, options_.keyspace, table);
  }

  Status CheckNotBeingLoaded(const Table& question) override {
    ASSIGN_OR_RETURN(const std::optional<TableSchema> leases, tables_.ReadSchema(LeasesTable()));
    return leases.has_value() ? CheckNoLease(*client_, options_.keyspace, question.question.name) : absl::OkStatus();
  }

  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) override {
    RETURN_IF_ERROR(tables_.CheckReady(table));
    return OpenCassandraWriter(*client_, table,
                               {options_.keyspace, MicrosecondsOf(time), options_.in_flight_max, lease_});
  }

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    RETURN_IF_ERROR(tables_.CheckReady(table));
    return SelectRows(
        *client_, table,
        {CqlScan(options_.keyspace, table, CqlColumns(table), range), BoundsOf(range), "reading " + table.name});
  }

  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) override {
    RETURN_IF_ERROR(tables_.CheckReady(table));
    return std::make_unique<CassandraAnswers>(*client_, options_.keyspace, table);
  }

 private:
  // The store knows it as long as somebody has it.
  class HeldLease : public LoadLease {
   public:
    HeldLease(std::shared_ptr<CassandraLease> lease, Time taken_at) : LoadLease(taken_at), lease_(std::move(lease)) {}

   private:
    const std::shared_ptr<CassandraLease> lease_;
  };

  // Not every service that speaks CQL says it.
  StatusOr<LoadLease::Time> ServerTime() const {
    ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                     Select(*client_, {"SELECT toTimestamp(now()) FROM system.local", "", "asking for the time"}));
    std::string_view row;
    ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
    const std::string_view time = found ? CellReader(row).Next() : std::string_view();
    if (time.size() != sizeof(int64_t)) return SystemError("the server does not know the time");
    return LoadLease::Time(std::chrono::milliseconds(TimestampOf(time)));
  }

  const CassandraOptions options_;
  const TokenOrder order_;
  rust::Box<cql::Client> client_;
  KeyspaceTables tables_;
  std::weak_ptr<const CassandraLease> lease_;  // that loads of this store have, if so
};

StatusOr<std::unique_ptr<ClusteredStore>> ConnectedStore(CassandraOptions options) {
  auto store = std::make_unique<CassandraStore>(std::move(options));
  RETURN_IF_ERROR(store->Connect());
  return store;
}

}  // namespace

StatusOr<std::unique_ptr<ClusteredStore>> OpenCassandraStore(const std::string& url) {
  ASSIGN_OR_RETURN(CassandraOptions options, ParseCassandraUrl(url));
  return ConnectedStore(std::move(options));
}

StatusOr<std::unique_ptr<ClusteredStore>> OpenAllReplicas(const std::string& url) {
  ASSIGN_OR_RETURN(CassandraOptions options, ParseCassandraUrl(url));
  options.consistency = kAllReplicas;
  return ConnectedStore(std::move(options));
}

}  // namespace earshot
