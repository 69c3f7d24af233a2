// ClusteredStore: a store of several nodes, of which each has some of the rows.
//
// See stores/store.h for threads and ownership; what is here belongs to the thread of the sink.
#pragma once

#include <string>

#include "base/status.h"
#include "cql/token_ring.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

class ClusteredStore : public Store {
 public:
  virtual std::string Keyspace() const = 0;

  // Which nodes have which rows of `table`, as the cluster is now. REQUIRES: the table exists.
  virtual StatusOr<TokenRing> ReadRing(const Table& table) = 0;

  // An error where this store's lease has run out, so that another load may have begun.
  virtual Status CheckLease() const = 0;
};

}  // namespace earshot
