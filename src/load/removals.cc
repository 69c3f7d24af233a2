#include "load/removals.h"

#include <algorithm>

namespace earshot {

std::optional<std::string> LossOver(const RowLimit& max, const ExtraRows& rows, const std::optional<LoadMark>& before) {
  if (rows.extra == 0) return std::nullopt;
  if (!before.has_value() || before->state == LoadState::kComplete) {
    if (!max.IsExceededBy(rows.extra, rows.store_rows)) return std::nullopt;
    return fmt::format("{} of {} rows of {} are no longer in the plays", rows.extra, rows.store_rows, rows.table);
  }
  const uint64_t lost = before->plays - std::min(before->plays, rows.plays);
  if (!max.IsExceededBy(lost, before->plays)) return std::nullopt;
  return fmt::format("{} of {} plays of the last complete load of {} are gone", lost, before->plays, rows.table);
}

}  // namespace earshot
