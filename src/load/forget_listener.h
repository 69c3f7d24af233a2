// Forgets a listener: in the files that runs keep (plays/forget.h), then in the tables, which are made what the plays
// say, and in what removed rows have left. All is searched again for the proof.
//
// Ended at any point, the next call completes it. Belongs to the thread of the store's sink.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "load/table_load.h"
#include "plays/forget.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

// A file or a table that was searched.
struct ErasedPlace {
  SearchedFile searched;
  uint64_t erased = 0;
};

struct ForgetReport {
  std::vector<ErasedPlace> places;
  // Of tables of what was computed again: how many were written or removed, those of others that are other ones now
  // included.
  uint64_t rows_computed_again = 0;
  std::vector<std::string> warnings;  // of what could not be read, or may be left elsewhere
};

// Computes again what was computed of the plays, and makes these tables, of which there may be none, hold what plays
// and events say, without trust in anything; verifies all of them.
using FillTables = std::function<StatusOr<std::vector<TableLoad>>(const std::vector<Table>&, const SourceFiles&)>;

// `questions` are the tables of all questions that the store may have tables of: where it has others, nothing is
// changed. What is left of questions that were changed goes, too.
StatusOr<ForgetReport> ForgetListener(Store& store, const std::vector<Table>& questions, const ForgetOptions& files,
                                      const FillTables& fill);

}  // namespace earshot
