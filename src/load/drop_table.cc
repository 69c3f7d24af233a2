#include "load/drop_table.h"

#include <algorithm>

#include "load/remainders.h"
#include "stores/load_mark.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// Or may be: whatever else is wrong with it.
bool IsThere(Store& store, const Table& table) { return HasTable(store, table).value_or(true); }

// None where a table of another program has their table's name.
StatusOr<std::vector<NamedMark>> MarksIn(Store& store) {
  ASSIGN_OR_RETURN(const TableState marks, store.State(LoadMarksTable()));
  if (!marks.exists || marks.has_other_schema) return std::vector<NamedMark>();
  return ReadLoadMarks(store);
}

}  // namespace

StatusOr<std::unique_ptr<LoadLease>> TakeLeaseToDrop(Store& store, const std::vector<Table>& questions) {
  const auto is_there = [&](const Table& table) { return IsThere(store, table); };
  if (!is_there(LoadMarksTable()) && std::none_of(questions.begin(), questions.end(), is_there)) return nullptr;
  return store.TakeLease(ThisLoad(), questions);
}

// The mark goes last: what is left where this ends before that is still known.
StatusOr<TableState> DropTable(Store& store, const Table& question, Status* refused) {
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, MarksIn(store));
  ASSIGN_OR_RETURN(const StoredTable stored, FindStoredIn(marks, store, question));
  ASSIGN_OR_RETURN(const TableState state, store.State(stored.table));
  for (const Remainder& remainder : RemaindersIn(marks)) {
    if (remainder.table.question.name != question.name) continue;
    RETURN_IF_ERROR(DropRemainder(store, remainder, stored.table.name));
  }
  const Status dropped = store.Drop(stored.table);
  if (!dropped.ok() && !state.has_other_schema) return dropped;
  RETURN_IF_ERROR(RemoveLoadMark(store, question.name));
  refused->Update(dropped);
  return state;
}

}  // namespace earshot
