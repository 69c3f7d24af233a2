#include "load/plan.h"

#include <utility>

#include "load/held_rows.h"
#include "load/removals.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

TableVerification AsMarked(const LoadMark& mark) {
  TableVerification same;
  same.table = mark.table;
  same.plays = mark.plays;
  same.source_rows = same.store_rows = mark.rows;
  return same;
}

// The rows of the last plays are those that the table holds, unless they were made otherwise when it was loaded.
StatusOr<TableVerification> Compare(Store& store, const Table& table, const SortedRows& rows, size_t threads,
                                    const TableBefore& before, const SortedRows* last) {
  if (before.rows == HeldRows::kTheSame) last = &rows;
  ASSIGN_OR_RETURN(TableVerification found, VerifyTable(store, table, rows, threads, {before.rows, last}));
  if (last == nullptr || found.store_digest.ToString() == before.mark->digest) return found;
  return VerifyTable(store, table, rows, threads);
}

}  // namespace

StatusOr<LoadPlan> PlanLoad(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                            const SortOptions& options, const RowLimit& removals_max) {
  LoadPlan plan;
  PlaysId id(plays);
  ASSIGN_OR_RETURN(const StateBefore before, FindHeldRows(store, tables, plays, &id, Trust::kMarks));
  plan.nothing_to_do = before.AllAreTheSame();
  if (plan.nothing_to_do) {
    for (const TableBefore& table : before.tables) plan.tables.push_back(AsMarked(*table.mark));
    return plan;
  }
  std::vector<WantedTable> wanted;
  std::vector<TableWithExtra> extra;
  for (size_t i = 0; i < tables.size(); ++i) {
    wanted.push_back({&tables[i], before.tables[i].rows == HeldRows::kLastPlays});
  }
  const auto compare = [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
    const TableBefore& was = before.tables[plan.tables.size()];
    ASSIGN_OR_RETURN(TableVerification found, Compare(store, table, rows, options.threads, was, last));
    const bool has_row_for_each_play = table.has_row_for_each_record();
    extra.push_back({{found.table, found.extra, found.store_rows, found.plays, has_row_for_each_play}, was.mark});
    plan.tables.push_back(std::move(found));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(SortedSource(plays, before.last_plays, store.Order(), options).ForEach(wanted, compare));
  for (std::string& loss : LossesOver(removals_max, extra)) {
    if (plan.loss.empty()) plan.loss = std::move(loss);
  }
  return plan;
}

}  // namespace earshot
