// Writes rows to one table of a SQLite file in one transaction: Finish commits all rows, without it there are none.
// See stores/synchronous_writer.h for threads.
#pragma once

#include <memory>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_writer.h"

namespace earshot {

// The writer owns the connection, and holds the file's write lock until it is gone. `table` must outlive it.
// REQUIRES: `connection` has begun a write transaction (BEGIN IMMEDIATE), in which the table exists.
StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(Connection connection, const Table& table);

}  // namespace earshot
