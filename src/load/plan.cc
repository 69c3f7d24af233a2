#include "load/plan.h"

#include <utility>

#include "load/changed_questions.h"
#include "load/held_rows.h"
#include "load/removals.h"
#include "questions/question_change.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

TableVerification FoundAsMarked(const TableBefore& table) {
  TableVerification same;
  same.table = table.table.question.name;
  same.plays = table.mark->plays;
  same.source_rows = same.store_rows = table.mark->rows;
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

void AddSwitch(const TableBefore& table, const TableVerification& found, const RowLimit& removals_max, LoadPlan* plan) {
  const Question& before = table.replaces->table.question;
  const std::string keys = WhatHasChanged(before, table.table.question);
  plan->switches.push_back({before.name, keys, found.source_rows, /*is_done=*/false});
  if (plan->loss.empty()) plan->loss = LossOfChange(removals_max, table, found.plays);
}

}  // namespace

StatusOr<LoadPlan> PlanLoad(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                            const SortOptions& options, const RowLimit& removals_max) {
  LoadPlan plan;
  SourceIds ids(files);
  ASSIGN_OR_RETURN(const StateBefore before, FindHeldRows(store, questions, files, &ids, Trust::kMarks));
  plan.nothing_to_do = before.AllAreTheSame();
  if (plan.nothing_to_do) {
    for (const TableBefore& table : before.tables) plan.tables.push_back(FoundAsMarked(table));
    return plan;
  }
  std::vector<WantedTable> wanted;
  std::vector<TableWithExtra> extra;
  for (const TableBefore& table : before.tables) {
    wanted.push_back({&table.table, table.rows == HeldRows::kLastPlays});
  }
  const auto compare = [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
    const TableBefore& was = before.tables[plan.tables.size()];
    ASSIGN_OR_RETURN(TableVerification found, Compare(store, table, rows, options.threads, was, last));
    const bool has_row_for_each_play = table.has_row_for_each_record();
    extra.push_back(
        {{found.table, found.extra, found.store_rows, found.plays, has_row_for_each_play, table.question.of},
         was.mark});
    if (was.replaces.has_value()) AddSwitch(was, found, removals_max, &plan);
    plan.tables.push_back(std::move(found));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(SortedSource(files, before.last_plays, store.Order(), options).ForEach(wanted, compare));
  for (std::string& loss : LossesOver(removals_max, extra)) {
    if (plan.loss.empty()) plan.loss = std::move(loss);
  }
  return plan;
}

}  // namespace earshot
