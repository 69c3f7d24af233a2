#include "load/removals.h"

#include <algorithm>

namespace earshot {
namespace {

// Rows of a load that has not finished may be among the others, and are no loss. Where no load was ever complete and
// yet the table has answered, another program has filled it.
bool MayHoldRowsOfNoLoss(const std::optional<LoadMark>& before) {
  if (!before.has_value() || before->state == LoadState::kComplete) return false;
  return before->state == LoadState::kFirstLoad || !before->digest.empty();
}

// Rows into which several plays were merged come and go with what their keys are made of, and with a limit later plays
// take the place of earlier ones.
bool CountsPlays(const TableWithExtra& table) {
  if (MayHoldRowsOfNoLoss(table.before)) return true;
  return !table.rows.has_row_for_each_play && table.before.has_value() && !table.before->digest.empty();
}

std::string LossOf(const RowLimit& max, const ExtraRows& rows, uint64_t before) {
  const uint64_t lost = before - std::min(before, rows.plays);
  if (rows.of->is_computed || !max.IsExceededBy(lost, before)) return "";
  return fmt::format("{} of {} {} of the last complete load of {} are gone", lost, before, rows.of->name, rows.table);
}

std::string LossOver(const RowLimit& max, const TableWithExtra& table) {
  const auto& [rows, before] = table;
  if (rows.extra == 0 || rows.of->is_computed) return "";
  if (!CountsPlays(table)) {
    if (!max.IsExceededBy(rows.extra, rows.store_rows)) return "";
    return fmt::format("{} of {} rows of {} are no longer in the {}", rows.extra, rows.store_rows, rows.table,
                       rows.of->name);
  }
  return LossOf(max, rows, before->plays);
}

// The plays that a table was loaded with, if it holds a row for each of them.
std::string PlaysWithRowsIn(const TableWithExtra& table) {
  const auto& [rows, before] = table;
  const bool has_all = rows.has_row_for_each_play && before.has_value() && before->state == LoadState::kComplete &&
                       rows.store_rows >= before->rows;
  return has_all ? before->plays_id : "";
}

// Whether another table that was loaded with the same plays still has a row for nearly each of them: then rows of this
// one have moved, as what is in their keys has changed.
bool HaveOnlyMoved(const RowLimit& max, const TableWithExtra& table, const std::vector<TableWithExtra>& tables) {
  if (!table.before.has_value() || table.before->plays_id.empty()) return false;
  return std::any_of(tables.begin(), tables.end(), [&](const TableWithExtra& other) {
    return PlaysWithRowsIn(other) == table.before->plays_id &&
           !max.IsExceededBy(other.rows.extra, other.rows.store_rows);
  });
}

}  // namespace

std::vector<std::string> LossesOver(const RowLimit& max, const std::vector<TableWithExtra>& tables) {
  std::vector<std::string> losses;
  for (const TableWithExtra& table : tables) {
    losses.push_back(HaveOnlyMoved(max, table, tables) ? "" : LossOver(max, table));
  }
  return losses;
}

std::string LossOfPlays(const RowLimit& max, const LoadMark& before, uint64_t plays, const Dataset& of) {
  return LossOf(max, {.table = before.name, .plays = plays, .of = &of}, before.plays);
}

uint64_t PlaysToCompareWith(const ExtraRows& rows, const std::optional<LoadMark>& before) {
  if (rows.extra == 0) return rows.plays;
  const uint64_t known = before.has_value() ? before->plays : 0;
  return std::max(known, MayHoldRowsOfNoLoss(before) ? rows.plays : rows.plays + rows.extra);
}

}  // namespace earshot
