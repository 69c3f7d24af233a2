// What a load would do to a store's tables. Changes nothing.
//
// Runs on the caller's thread; others read the plays, sort and compare, as in a verification.
#pragma once

#include <string>
#include <vector>

#include "base/row_limit.h"
#include "base/status.h"
#include "load/load.h"
#include "load/sorted_source.h"
#include "load/verify.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

struct LoadPlan {
  std::vector<TableVerification> tables;  // of the plays against what the tables hold
  bool nothing_to_do = false;             // all tables have been loaded from these plays; no row was read
  // Questions that have changed since their tables were made: the new ones would be built and switched to.
  std::vector<QuestionSwitch> switches;
  std::string loss;  // why no row would be removed (load/removals.h), if so
};

StatusOr<LoadPlan> PlanLoad(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                            const SortOptions& options, const RowLimit& removals_max);

}  // namespace earshot
