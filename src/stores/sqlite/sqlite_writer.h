// Writes rows to one table of a SQLite file in one transaction: Finish commits all rows, without it there are none.
// See stores/synchronous_writer.h for threads.
#pragma once

#include <memory>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_writer.h"

namespace earshot {

// Writes in the transaction that `connection` has begun (BEGIN IMMEDIATE), in which the table exists, and commits it at
// the end if it `commits`. Nobody else uses the connection until the writer is gone. `table` must outlive it.
StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(std::shared_ptr<Connection> connection, bool commits,
                                                        const Table& table);

}  // namespace earshot
