// Drops questions' tables and their marks (stores/load_mark.h), while nobody loads them.
//
// Functions on a store, for the thread that its administration belongs to.
#pragma once

#include <memory>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

// The lease under which the tables are dropped; see TableSink::TakeLease. Null where neither one of them nor any mark
// is there: a store that has none is not made.
StatusOr<std::unique_ptr<LoadLease>> TakeLeaseToDrop(Store& store, const std::vector<Table>& tables);

// Drops the table and its mark, and returns what it was before. One of another schema is left as it is, and the error
// is `refused`, unless there was one before. REQUIRES: its lease is held.
StatusOr<TableState> DropTable(Store& store, const Table& table, Status* refused);

}  // namespace earshot
