#include "load/drop_table.h"

#include <algorithm>

#include "stores/load_mark.h"

namespace earshot {
namespace {

// Or may be: whatever else is wrong with it.
bool IsThere(Store& store, const Table& table) { return HasTable(store, table).value_or(true); }

}  // namespace

StatusOr<std::unique_ptr<LoadLease>> TakeLeaseToDrop(Store& store, const std::vector<Table>& tables) {
  const auto is_there = [&](const Table& table) { return IsThere(store, table); };
  if (!is_there(LoadMarksTable()) && std::none_of(tables.begin(), tables.end(), is_there)) return nullptr;
  return store.TakeLease(ThisLoad(), tables);
}

StatusOr<TableState> DropTable(Store& store, const Table& table, Status* refused) {
  ASSIGN_OR_RETURN(const TableState state, store.State(table));
  const Status dropped = store.Drop(table);
  if (!dropped.ok() && !state.has_other_schema) return dropped;
  RETURN_IF_ERROR(RemoveLoadMark(store, table.name));
  refused->Update(dropped);
  return state;
}

}  // namespace earshot
