// What follows from the datacenters that a cluster's nodes are in. Pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "stores/cassandra/cassandra_url.h"

namespace earshot {

// How many replicas of each row every datacenter gets where the URL does not say: three, or as many as the smallest
// datacenter has nodes. `node_datacenters` names the datacenter of each node.
int ReplicationFactorFor(const std::vector<std::string>& node_datacenters);

// A local consistency counts the replicas of the datacenter that is asked, so local_dc is required where there are
// several, and must be one of them. Nodes whose datacenter is not known ("") are ignored.
Status CheckLocalDatacenter(const CassandraOptions& options, const std::vector<std::string>& node_datacenters);

}  // namespace earshot
