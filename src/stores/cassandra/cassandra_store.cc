#include "stores/cassandra/cassandra_store.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "base/error_code.h"
#include "base/stop_token.h"
#include "cql/keyspace.h"
#include "cql/ring.h"
#include "cql/tables/ddl.h"
#include "cql/tables/statements.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "stores/cassandra/cassandra_url.h"
#include "stores/cassandra/cassandra_writer.h"
#include "stores/cassandra/datacenters.h"
#include "stores/cassandra/driver.h"
#include "stores/cassandra/known_schemas.h"
#include "stores/cassandra/lease.h"
#include "stores/cassandra/schema.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

// How many ranges of the ring are counted at the same time.
constexpr size_t kCountRangesMax = 4;

cql::ConnectOptions DriverOptions(const CassandraOptions& options) {
  // The driver takes UTF-8 only, which the URL's parser has checked.
  const auto text = [](const std::string& value) { return rust::String::lossy(value); };
  cql::ConnectOptions out;
  for (const std::string& host : options.hosts) out.hosts.push_back(text(host));
  out.local_dc = text(options.local_dc);
  out.consistency = options.consistency;
  out.user = text(options.user);
  out.password = text(options.password);
  out.tls = options.tls;
  out.ca_file = text(options.ca_file);
  out.cert_file = text(options.cert_file);
  out.key_file = text(options.key_file);
  out.compression = text(options.compression);
  out.connect_timeout_ms = static_cast<uint64_t>(options.connect_timeout.count());
  out.request_timeout_ms = static_cast<uint64_t>(options.request_timeout.count());
  out.keyspace = text(options.keyspace);
  out.stop_descriptor = StopDescriptor();
  return out;
}

// Since 1970, as Cassandra counts.
int64_t MicrosecondsOf(WriteTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

// Other programs may have written any.
WriteTime TimeOfMicroseconds(int64_t time) {
  constexpr auto kMax = std::chrono::duration_cast<std::chrono::microseconds>(WriteTime::duration::max());
  return WriteTime(std::min(std::chrono::microseconds(time), kMax));
}

class CassandraStore : public Store {
 public:
  explicit CassandraStore(CassandraOptions options) : options_(std::move(options)), client_(cql::new_client()) {}

  Status Connect() {
    const std::string what = fmt::format("cannot connect to Cassandra at {}", fmt::join(options_.hosts, ", "));
    RETURN_IF_ERROR(ToStatus(client_->connect(DriverOptions(options_)), what));
    return CheckLocalDatacenter(options_, Datacenters());
  }

  std::string Name() const override {
    return fmt::format("cassandra://{}/{}", fmt::join(options_.hosts, ","), options_.keyspace);
  }

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

  const RowOrder& Order() const override { return order_; }

  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner, const std::vector<Table>& tables) override {
    RETURN_IF_ERROR(Create(LeasesTable()));
    // Two loads that want the same tables want them in the same order.
    std::vector<std::string> names;
    for (const Table& table : tables) names.push_back(table.name);
    std::sort(names.begin(), names.end());
    ASSIGN_OR_RETURN(auto lease, CassandraLease::Take(*client_, options_.keyspace, owner, std::move(names),
                                                      options_.request_timeout));
    lease_ = lease;
    return std::make_unique<HeldLease>(std::move(lease), ServerTime().value_or(std::chrono::system_clock::now()));
  }

  StatusOr<std::unique_ptr<Changes>> Begin() override { return std::make_unique<ImmediateChanges>(); }

  std::vector<KeyRange> WriteRanges(size_t count) const override { return SplitRing(count); }

  Status Create(const Table& table) override {
    RETURN_IF_ERROR(CreateKeyspace());
    ASSIGN_OR_RETURN(std::optional<TableSchema> schema, ReadSchema(table));
    if (!schema.has_value()) {
      const std::string quoted_keyspace = "\"" + options_.keyspace + "\"";
      RETURN_IF_ERROR(ToStatus(client_->change_schema(CqlCreateTable(table, quoted_keyspace)),
                               fmt::format("creating table {}.{}", options_.keyspace, table.name)));
      RETURN_IF_ERROR(WaitForTable(table, &schema));
    }
    schemas_.Set(*schema);
    return CheckCassandraSchema(*schema, table);
  }

  // Only its nodes' administrators can.
  StatusOr<std::string> EraseRemains(const std::vector<Table>& /*tables*/) override {
    ASSIGN_OR_RETURN(const bool exists, KeyspaceExists(*client_, options_.keyspace));
    if (!exists) return "";
    return "Cassandra answers with removed rows no more, but has them in the files of its replicas until those are "
           "compacted, after gc_grace_seconds at the earliest, and in snapshots and backups";
  }

  Status Drop(const Table& table) override {
    schemas_.Remove(table.name);
    // IF EXISTS covers the table, not its keyspace.
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSchema(table));
    if (!schema.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckCassandraSchema(*schema, table));
    return ToStatus(client_->change_schema("DROP TABLE IF EXISTS " + CqlTableName(options_.keyspace, table)),
                    fmt::format("dropping table {}.{}", options_.keyspace, table.name));
  }

  Status DropKeyspace(const std::vector<std::string>& /*damaged*/) override {
    ASSIGN_OR_RETURN(const auto leases, ReadCassandraSchema(*client_, options_.keyspace, LeasesTable().name));
    // A load that has one would go on without.
    if (leases.has_value()) {
      RETURN_IF_ERROR(CheckNoLease(*client_, options_.keyspace));
      RETURN_IF_ERROR(Drop(LeasesTable()));
    }
    RETURN_IF_ERROR(CheckKeyspaceEmpty(*client_, options_.keyspace));
    return ToStatus(client_->change_schema("DROP KEYSPACE IF EXISTS \"" + options_.keyspace + "\""),
                    "dropping keyspace " + options_.keyspace);
  }

  StatusOr<TableState> State(const Table& table) override {
    TableState state;
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSchema(table));
    state.exists = schema.has_value();
    state.has_other_schema = state.exists && *schema != CassandraSchemaOf(table);
    if (!state.exists || state.has_other_schema) return state;
    // count(*) is one request, which times out on a large table; pages do not. Several ranges of the ring are read at
    // once, as each scan fetches its next page ahead.
    std::vector<std::unique_ptr<RowCursor>> scans;
    for (const KeyRange& range : WriteRanges(kCountRangesMax)) {
      ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> scan,
                       Select(*client_, {CqlScan(options_.keyspace, table, table.columns.front().name, range),
                                         BoundsOf(range), "counting the rows of " + table.name}));
      scans.push_back(std::move(scan));
    }
    std::string_view row;
    for (const std::unique_ptr<RowCursor>& scan : scans) {
      while (true) {
        ASSIGN_OR_RETURN(const bool more, scan->Next(&row));
        if (!more) break;
        ++state.rows;
      }
    }
    return state;
  }

  StatusOr<WriteTime> LastWrite(const Table& table) override {
    RETURN_IF_ERROR(CheckReady(table));
    const std::string columns = CqlWriteTimes(table);
    if (columns.empty()) return WriteTime();
    ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                     Select(*client_, {CqlScan(options_.keyspace, table, columns, KeyRange{}), "",
                                       "reading the write times of " + table.name}));
    int64_t last = 0;
    std::string_view row;
    while (true) {
      RETURN_IF_ERROR(CheckStop());
      ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
      if (!more) return TimeOfMicroseconds(last);
      for (CellReader cells(row); !cells.AtEnd();) {
        const std::string_view time = cells.Next();
        if (time.size() == sizeof(int64_t)) last = std::max(last, BigintOf(time));
      }
    }
  }

  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) override {
    RETURN_IF_ERROR(CheckReady(table));
    return OpenCassandraWriter(*client_, table,
                               {options_.keyspace, MicrosecondsOf(time), options_.in_flight_max, lease_});
  }

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    RETURN_IF_ERROR(CheckReady(table));
    return SelectRows(
        *client_, table,
        {CqlScan(options_.keyspace, table, CqlColumns(table), range), BoundsOf(range), "reading " + table.name});
  }

  StatusOr<std::unique_ptr<RowCursor>> Answer(const Table& table, std::string_view given_cells,
                                              const ColumnRange& range) override {
    RETURN_IF_ERROR(CheckReady(table));
    std::vector<std::string> comparisons;
    if (!range.from.empty()) comparisons.emplace_back(">=");
    if (!range.to.empty()) comparisons.emplace_back(range.includes_to ? "<=" : "<");
    return SelectRows(*client_, table,
                      {CqlAnswer(options_.keyspace, table, comparisons),
                       std::string(given_cells) + range.from + range.to, "querying " + table.name});
  }

 private:
  // The store knows it as long as somebody has it.
  class HeldLease : public LoadLease {
   public:
    HeldLease(std::shared_ptr<CassandraLease> lease, Time taken_at) : LoadLease(taken_at), lease_(std::move(lease)) {}

   private:
    const std::shared_ptr<CassandraLease> lease_;
  };

  Status CreateKeyspace() {
    ASSIGN_OR_RETURN(const bool exists, KeyspaceExists(*client_, options_.keyspace));
    if (exists) return absl::OkStatus();
    RETURN_IF_ERROR(ToStatus(client_->change_schema(CqlCreateKeyspace(options_.keyspace, NeededReplication())),
                             "creating keyspace " + options_.keyspace));
    return WaitForKeyspace();
  }

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

  StatusOr<std::optional<TableSchema>> ReadSchema(const Table& table) const {
    return ReadCassandraSchema(*client_, options_.keyspace, table.name);
  }

  // The datacenter of each node.
  std::vector<std::string> Datacenters() const {
    std::vector<std::string> datacenters;
    for (const cql::NodeInfo& node : client_->nodes()) datacenters.emplace_back(node.datacenter);
    return datacenters;
  }

  Replication NeededReplication() const {
    if (!options_.replication.empty()) return options_.replication;
    return {{"", ReplicationFactorFor(Datacenters())}};
  }

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

  Status WaitForKeyspace() {
    return WaitUntilSeen("keyspace " + options_.keyspace, [&] { return KeyspaceExists(*client_, options_.keyspace); });
  }

  Status WaitForTable(const Table& table, std::optional<TableSchema>* schema) {
    return WaitUntilSeen(fmt::format("table {}.{}", options_.keyspace, table.name), [&]() -> StatusOr<bool> {
      ASSIGN_OR_RETURN(*schema, ReadSchema(table));
      return schema->has_value();
    });
  }

  // The table must exist, in the schema that the question needs. The schema is read once: an answer should cost one
  // request.
  Status CheckReady(const Table& table) {
    std::optional<TableSchema> schema = schemas_.Get(table.name);
    if (!schema.has_value()) {
      ASSIGN_OR_RETURN(schema, ReadSchema(table));
      if (!schema.has_value()) {
        return WithCode(InputError("{} has no table {}", Name(), table.name), ErrorCode::kTableMissing);
      }
      schemas_.Set(*schema);
    }
    return CheckCassandraSchema(*schema, table);
  }

  // The tokens at which the range begins and ends, as cells to be bound.
  static std::string BoundsOf(const KeyRange& range) {
    std::string bounds;
    for (const std::string& key : {range.begin, range.end}) {
      if (!key.empty()) AppendBigintCell(TokenOf(key), &bounds);
    }
    return bounds;
  }

  const CassandraOptions options_;
  const TokenOrder order_;
  rust::Box<cql::Client> client_;
  KnownSchemas schemas_;
  std::weak_ptr<const CassandraLease> lease_;  // that loads of this store have, if so
};

}  // namespace

StatusOr<std::unique_ptr<Store>> OpenCassandraStore(const std::string& url) {
  ASSIGN_OR_RETURN(CassandraOptions options, ParseCassandraUrl(url));
  auto store = std::make_unique<CassandraStore>(std::move(options));
  RETURN_IF_ERROR(store->Connect());
  return store;
}

}  // namespace earshot
