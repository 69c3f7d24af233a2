// Writes a table's rows to Cassandra as unlogged batches of neighbours, many in flight.
// See stores/store.h for threads and ownership; the client must outlive the writer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/cassandra/driver.h"
#include "stores/store.h"

namespace earshot {

// What TableWriter::ReplicaSet is for a token: the same only for those with the same replicas. Where the ring is not
// known (empty) each token is a group of its own.
uint64_t ReplicaSetOf(const std::vector<cql::RingRange>& ring, int64_t token);

// `timestamp_us` is what all its writes carry: one that is sent twice is then the same write.
StatusOr<std::unique_ptr<TableWriter>> OpenCassandraWriter(const cql::Client& client, const std::string& keyspace,
                                                           const Table& table, int64_t timestamp_us,
                                                           size_t in_flight_max);

}  // namespace earshot
