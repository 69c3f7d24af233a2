// What was computed of plays, as `load`, `plan`, `verify`, `run` and `status` find it: of which plays it is, whether it
// can be loaded, and whether it was.
//
// Main thread only.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "stores/stored_table.h"

namespace earshot {

// Whether what was computed of the plays can be loaded. Where it cannot, as it is of other plays or damaged, or as
// there is nothing yet that one of the questions' tables is of, a warning says so.
StatusOr<bool> CanLoadTaste(const std::vector<Table>& of_questions, const Settings& settings, const std::string& plays);

// Whether taste was computed of the plays, and these have a column of days, by which it was learned then.
bool HasTasteByDay(const std::string& plays);

// The taste that a store has.
struct StoredTaste {
  std::string plays;  // the file that it is of, as a load has named it; empty where none has
  std::string state;  // none, unknown, unfinished, damaged, other_plays, not_loaded, these_plays
  std::string words;  // the same for people
};

// By the marks of the store's tables, and the files that they name.
StatusOr<StoredTaste> FindStoredTaste(const std::vector<StoredTable>& tables, const std::vector<Table>& of_questions,
                                      const Settings& settings);

}  // namespace earshot
