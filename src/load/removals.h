// Whether a load may remove the rows that the plays have no longer, or is to take them for lost by mistake.
//
// Pure functions on plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/row_limit.h"
#include "stores/load_mark.h"

namespace earshot {

struct ExtraRows {
  std::string table;
  uint64_t extra = 0;       // rows that the plays have no longer
  uint64_t store_rows = 0;  // rows of the table before the load, those included
  uint64_t plays = 0;       // that the table is to hold
};

// "30 of 300 rows of song_at are no longer in the plays": what would be lost where it is more than `max`; nothing where
// the rows may be removed. `before` is the table's mark before the load: rows of a load that has not finished may be
// among the extra ones, and are no loss, so then only the number of plays shows one.
std::optional<std::string> LossOver(const RowLimit& max, const ExtraRows& rows, const std::optional<LoadMark>& before);

// The number of plays for the mark of a load that has left these extra rows. Where there are any, what is lost is still
// there: a load after one that has not finished must find it lost, too, so the plays count that the rows were made of.
uint64_t PlaysToCompareWith(const ExtraRows& rows, const std::optional<LoadMark>& before);

}  // namespace earshot
