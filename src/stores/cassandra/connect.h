// Connecting the driver to the cluster that a store's URL names.
//
// A function that waits for the network; safe on any thread.
#pragma once

#include "base/status.h"
#include "stores/cassandra/cassandra_url.h"
#include "stores/cassandra/driver.h"

namespace earshot {

// Stops waiting with the program (base/stop_token.h). An error, too, where the options do not fit the cluster's
// datacenters.
Status Connect(cql::Client& client, const CassandraOptions& options);

}  // namespace earshot
