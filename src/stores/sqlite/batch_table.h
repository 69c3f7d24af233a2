// A RowBatch as a table-valued source that SQLite reads by itself: `INSERT ... SELECT * FROM temp.earshot_batch` takes
// a whole batch in one statement, without a bind, step and reset for each row.
//
// A virtual table (https://www.sqlite.org/vtab.html) in the schema `temp`, which is one connection's own: nothing in
// the file can take its place. It reads straight from the batch's cells. Belongs to its connection's thread.
#pragma once

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_writer.h"

namespace earshot {

inline constexpr const char* kBatchTable = "temp.earshot_batch";

// What the virtual table reads: set before each statement that uses it.
struct BatchSource {
  const Table* table = nullptr;
  const RowBatch* batch = nullptr;
};

// Makes the table kBatchTable on `connection`. `source` must outlive the connection.
Status AddBatchTable(Connection& connection, const BatchSource& source);

}  // namespace earshot
