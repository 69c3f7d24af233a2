// The rows of a statement as cells. See stores/table_reader.h for threads; the cursors of one transaction belong to one
// thread, and end it with the last of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection_pool.h"
#include "stores/table_reader.h"

namespace earshot {

// What is asked of a table.
struct SqliteQuery {
  std::string sql;              // selects all of the table's columns, in their order
  std::string bound_cells;      // one for each bind marker
  std::vector<size_t> columns;  // of the table: which one's values the bound cells are
};

// `table` must outlive the cursor.
StatusOr<std::unique_ptr<RowCursor>> OpenSqliteCursor(std::shared_ptr<ReadTransaction> transaction, const Table& table,
                                                      SqliteQuery query);

}  // namespace earshot
