// Whether a load may remove the rows that the plays have no longer, or is to take them for lost by mistake.
//
// Pure functions on plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/row_limit.h"
#include "plays/dataset.h"
#include "stores/load_mark.h"

namespace earshot {

struct ExtraRows {
  std::string table;
  uint64_t extra = 0;       // rows that the plays have no longer
  uint64_t store_rows = 0;  // rows of the table before the load, those included
  uint64_t plays = 0;       // that the table is to hold
  bool has_row_for_each_play = true;
  const Dataset* of = &PlaysDataset();  // or another one, and then all that is said of plays is of its records
};

// A table with its mark before the load.
struct TableWithExtra {
  ExtraRows rows;
  std::optional<LoadMark> before;
};

// For each table what would be lost, as in "30 of 300 rows of song_at are no longer in the plays", where it is more
// than `max`; else nothing. A loss is one of plays: rows that only have another key now are none, nor are those of a
// load that has not finished, or what was computed and is not any more.
std::vector<std::string> LossesOver(const RowLimit& max, const std::vector<TableWithExtra>& tables);

// The same for a table whose question has changed, so that its rows say nothing: of the plays of its last load, which
// are records of that dataset.
std::string LossOfPlays(const RowLimit& max, const LoadMark& before, uint64_t plays, const Dataset& of);

// The number of plays for the mark of a load that has left these extra rows. Where there are any, what is lost is still
// there: a load after one that has not finished must find it lost, too, so the plays count that the rows were made of.
uint64_t PlaysToCompareWith(const ExtraRows& rows, const std::optional<LoadMark>& before);

}  // namespace earshot
