// Apache Cassandra: a table for each question in one keyspace, in token order. docs/cassandra.md explains its URL.
//
// See stores/store.h for threads and ownership. The store owns its session; writers and cursors share it.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "stores/clustered_store.h"

namespace earshot {

// Connects to the cluster that the URL names ("cassandra://127.0.0.1/earshot"). Creates nothing.
StatusOr<std::unique_ptr<ClusteredStore>> OpenCassandraStore(const std::string& url);

// The same, and reads and writes all replicas, whatever the URL says: rows that some replicas have and others lack are
// found, and the servers repair those.
StatusOr<std::unique_ptr<ClusteredStore>> OpenAllReplicas(const std::string& url);

}  // namespace earshot
