// Writes a table's rows to Cassandra as unlogged batches of neighbours, many in flight.
//
// See stores/table_writer.h for threads. The client must outlive the writer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/cassandra/driver.h"
#include "stores/cassandra/lease.h"
#include "stores/table_writer.h"

namespace earshot {

// The replica set of a token: the same for tokens with the same replicas. Where the ring is not known (empty) each
// token is a set of its own.
uint64_t ReplicaSetOf(const std::vector<cql::RingRange>& ring, int64_t token);

struct CassandraWriterOptions {
  std::string keyspace;
  int64_t timestamp_us = 0;  // of every write: one that is sent twice is then the same write
  size_t in_flight_max = 0;
  std::weak_ptr<const CassandraLease> lease;  // without which nothing is written, where somebody has it
};

StatusOr<std::unique_ptr<TableWriter>> OpenCassandraWriter(const cql::Client& client, const Table& table,
                                                           const CassandraWriterOptions& options);

}  // namespace earshot
