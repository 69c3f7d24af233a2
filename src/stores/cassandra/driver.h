// The Rust driver (driver/src/lib.rs) in the types of the other modules: Status for its failures, a RowCursor for its
// scans.
//
// A client may serve many threads, a scan one at a time, and scans must be gone before their client is.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "earshot-cassandra-driver/src/lib.rs.h"
#include "stores/table_reader.h"

namespace earshot {

// The Status of a failure; `doing` is what was being done.
Status ToStatus(const cql::Failure& failure, std::string_view doing);

inline rust::Slice<const uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The datacenter of each node.
std::vector<std::string> NodeDatacenters(const cql::Client& client);

struct Query {
  std::string cql;          // a SELECT
  std::string bound_cells;  // one for each bind marker
  std::string doing;        // what is being done, for messages: "reading song_at"
};

// The rows of `query`, page by page; the next page is always being fetched.
StatusOr<std::unique_ptr<RowCursor>> Select(const cql::Client& client, const Query& query);

// The same for a query that selects all columns of `table`, in their order. Each row is checked to be one that the
// columns' types allow: a server accepts numbers without bytes from other clients. `table` must outlive the cursor.
StatusOr<std::unique_ptr<RowCursor>> SelectRows(const cql::Client& client, const Table& table, const Query& query);

}  // namespace earshot
