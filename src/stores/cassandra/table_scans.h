// What is found out by reading all rows of a table, by pages: a single request would time out on a large one.
//
// Functions without state; safe on any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/cassandra/driver.h"
#include "stores/table_writer.h"

namespace earshot {

// The tokens at which the range begins and ends, as cells to be bound.
std::string BoundsOf(const KeyRange& range);

StatusOr<uint64_t> CountRows(const cql::Client& client, const std::string& keyspace, const Table& table);

// The latest write time of any cell that can be asked for it.
StatusOr<WriteTime> LastWriteTime(const cql::Client& client, const std::string& keyspace, const Table& table);

}  // namespace earshot
