#include "load/remainders.h"

#include <optional>

#include "stores/load_mark.h"

namespace earshot {
namespace {

// From now on the question's mark says that it is gone.
Status MarkDropped(Store& store, const std::string& question) {
  ASSIGN_OR_RETURN(std::optional<LoadMark> mark, ReadLoadMark(store, question));
  if (!mark.has_value() || mark->replaced_table.empty()) return absl::OkStatus();
  mark->replaced_table.clear();
  return WriteLoadMark(store, *mark, mark->write_time + kReplacedDroppedAfter);
}

}  // namespace

Status DropRemainder(Store& store, const Remainder& remainder, const std::string& answering) {
  const Table& table = remainder.table;
  if (table.name != answering || remainder.kind == RemainderKind::kUnfinished) {
    const Status dropped = store.Drop(table);
    if (!dropped.ok() && !store.State(table).value_or(TableState()).has_other_schema) return dropped;
  }
  switch (remainder.kind) {
    case RemainderKind::kBeside: return RemoveLoadMark(store, table.name);
    case RemainderKind::kReplaced: return MarkDropped(store, table.question.name);
    case RemainderKind::kUnfinished: break;  // the next load has a mark of its own
  }
  return absl::OkStatus();
}

}  // namespace earshot
