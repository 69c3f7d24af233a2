#include "stores/cassandra/cassandra_writer.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/stop_token.h"
#include "cql/byte_costs.h"
#include "cql/ring.h"
#include "cql/tables/statements.h"
#include "cql/token_ring.h"

namespace earshot {
namespace {

class CassandraWriter : public TableWriter {
 public:
  CassandraWriter(rust::Box<cql::Writer> writer, rust::Vec<cql::RingRange> ring, WriteLimits limits, std::string doing,
                  std::shared_ptr<const CassandraLease> lease)
      : writer_(std::move(writer)),
        ring_(ring.begin(), ring.end()),
        limits_(limits),
        doing_(std::move(doing)),
        lease_(std::move(lease)) {}

  WriteLimits limits() const override { return limits_; }

  uint64_t ReplicaSet(std::string_view sort_key) const override { return ReplicaSetOf(ring_, TokenOf(sort_key)); }

  Status Submit(const RowBatch& batch) override {
    EARSHOT_CHECK(!batch.row_ends.empty() && in_flight_ < limits_.in_flight_max);
    uint64_t valid_ms = std::numeric_limits<uint64_t>::max();
    if (lease_ != nullptr) {
      RETURN_IF_ERROR(lease_->Check());
      valid_ms = static_cast<uint64_t>(std::max<int64_t>(lease_->HeldFor().count(), 0));
    }
    const rust::Slice<const uint32_t> row_ends(batch.row_ends.data(), batch.row_ends.size());
    const cql::Failure failure = writer_->submit(batch.id, batch.removes, BytesOf(batch.cells), row_ends, valid_ms);
    RETURN_IF_ERROR(ToStatus(failure, doing_));
    ++in_flight_;
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override {
    EARSHOT_CHECK(in_flight_ > 0);
    std::vector<Completion> completions;
    while (completions.empty()) {
      RETURN_IF_ERROR(CheckStop());
      for (const cql::BatchDone& done : writer_->wait()) {
        completions.push_back({done.id, ToStatus(done.failure, doing_), std::chrono::microseconds(done.latency_us)});
      }
    }
    in_flight_ -= completions.size();
    return completions;
  }

  // What the server has acknowledged is as durable as its commit log makes it.
  Status Finish() override {
    EARSHOT_CHECK(in_flight_ == 0);
    return absl::OkStatus();
  }

 private:
  rust::Box<cql::Writer> writer_;
  const std::vector<cql::RingRange> ring_;
  const WriteLimits limits_;
  const std::string doing_;
  const std::shared_ptr<const CassandraLease> lease_;
  size_t in_flight_ = 0;
};

WriteLimits LimitsFor(const Table& table, size_t in_flight_max) {
  return {.batch_rows_max = kBatchRowsMax,
          .batch_bytes_max = kBatchBytesMax,
          .in_flight_max = in_flight_max,
          .row_overhead_bytes = RowOverheadBytes(table.key_size, table.columns.size() - table.key_size)};
}

}  // namespace

uint64_t ReplicaSetOf(const std::vector<cql::RingRange>& ring, int64_t token) {
  if (ring.empty()) return static_cast<uint64_t>(token);
  return RangeOfToken(ring, token).group;
}

StatusOr<std::unique_ptr<TableWriter>> OpenCassandraWriter(const cql::Client& client, const Table& table,
                                                           const CassandraWriterOptions& options) {
  std::string doing = fmt::format("writing to {}.{}", options.keyspace, table.name);
  cql::Failure failure;
  rust::Box<cql::Writer> writer = cql::new_writer(client, CqlInsert(options.keyspace, table),
                                                  CqlDelete(options.keyspace, table), options.timestamp_us, failure);
  RETURN_IF_ERROR(ToStatus(failure, doing));
  return std::make_unique<CassandraWriter>(std::move(writer), client.ring(options.keyspace, table.name),
                                           LimitsFor(table, options.in_flight_max), std::move(doing),
                                           options.lease.lock());
}

}  // namespace earshot
