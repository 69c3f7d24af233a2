// The Rust driver (driver/src/lib.rs) in the terms of this house: Status for its failures, a RowCursor for its scans.
//
// Threads and ownership are as the bridge tells: a client may serve many threads, a scan one at a time, and scans must
// be gone before their client is.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "earshot-cassandra-driver/src/lib.rs.h"
#include "stores/store.h"

namespace earshot {

// What the driver reports, after `what` was being done.
Status ToStatus(const cql::Failure& failure, std::string_view what);

inline rust::Slice<const uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// The rows of a SELECT, page by page; the next page is always on its way. `what` is being done, for messages.
StatusOr<std::unique_ptr<RowCursor>> Select(const cql::Client& client, const std::string& cql,
                                            std::string_view bound_cells, std::string what);

// The same for a SELECT of all of `table`'s columns, in their order. Each row is checked to be one that the columns'
// types allow: a server takes numbers without bytes from other clients. `table` must outlive the cursor.
StatusOr<std::unique_ptr<RowCursor>> SelectRows(const cql::Client& client, const Table& table, const std::string& cql,
                                                std::string_view bound_cells, std::string what);

}  // namespace earshot
