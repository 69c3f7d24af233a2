// A RowBatch as a table that SQLite reads: `INSERT ... SELECT * FROM temp.earshot_batch` inserts a whole batch in one
// statement, without a bind, step and reset for each row.
//
// A virtual table (https://www.sqlite.org/vtab.html) in the schema `temp`, which belongs to one connection: nothing in
// the file can take its place. It reads the batch's cells in place. Belongs to its connection's thread.
#pragma once

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_writer.h"

namespace earshot {

inline constexpr const char* kBatchTable = "temp.earshot_batch";

// What the virtual table reads. Set before each statement that uses it.
struct BatchSource {
  const Table* table = nullptr;
  const RowBatch* batch = nullptr;
};

// Creates the table kBatchTable on `connection`. `source` must outlive the connection.
Status AddBatchTable(Connection& connection, const BatchSource& source);

}  // namespace earshot
