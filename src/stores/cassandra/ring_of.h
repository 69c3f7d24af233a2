// The ring of tokens as the driver knows it.
//
// A function on a client; safe on any thread.
#pragma once

#include <string>

#include "base/status.h"
#include "cql/token_ring.h"
#include "stores/cassandra/driver.h"

namespace earshot {

// An error where the replication of the keyspace is not known. A node that is just joining is not in it: it has no rows
// to answer with yet.
StatusOr<TokenRing> RingOf(const cql::Client& client, const std::string& keyspace, const std::string& table);

}  // namespace earshot
