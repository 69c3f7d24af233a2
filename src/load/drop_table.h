// Drops questions' tables and their marks (stores/load_mark.h), while nobody loads them: the tables that answer, and
// those that changes of the questions have left.
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
StatusOr<std::unique_ptr<LoadLease>> TakeLeaseToDrop(Store& store, const std::vector<Table>& questions);

// Drops the question's tables and its marks, and returns what the one was that answered. One of another schema is left
// as it is, and the error is `refused`, unless there was one before. REQUIRES: its lease is held.
StatusOr<TableState> DropTable(Store& store, const Table& question, Status* refused);

}  // namespace earshot
