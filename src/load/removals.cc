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

}  // namespace

std::optional<std::string> LossOver(const RowLimit& max, const ExtraRows& rows, const std::optional<LoadMark>& before) {
  if (rows.extra == 0) return std::nullopt;
  if (!MayHoldRowsOfNoLoss(before)) {
    if (!max.IsExceededBy(rows.extra, rows.store_rows)) return std::nullopt;
    return fmt::format("{} of {} rows of {} are no longer in the plays", rows.extra, rows.store_rows, rows.table);
  }
  const uint64_t lost = before->plays - std::min(before->plays, rows.plays);
  if (!max.IsExceededBy(lost, before->plays)) return std::nullopt;
  return fmt::format("{} of {} plays of the last complete load of {} are gone", lost, before->plays, rows.table);
}

uint64_t PlaysToCompareWith(const ExtraRows& rows, const std::optional<LoadMark>& before) {
  if (rows.extra == 0) return rows.plays;
  const uint64_t known = before.has_value() ? before->plays : 0;
  return std::max(known, MayHoldRowsOfNoLoss(before) ? rows.plays : rows.plays + rows.extra);
}

}  // namespace earshot
