// What load and verify found, printed: a row a table on stdout, examples and explanations on stderr. Shared by
// `plan`, `load`, `verify`, `run` and `model check`.
//
// Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/row_limit.h"
#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "load/load.h"
#include "load/plan.h"
#include "load/temporary_space.h"
#include "load/verify.h"

namespace earshot {

// A number as a result has it.
OutputValue Number(uint64_t value);

// Conflicts as a list in JSON.
std::string ExamplesJson(const std::vector<ConflictExample>& examples);

Status PrintLoads(const std::vector<TableLoad>& loads, Format format, OutputStream& output);

// An error where rows were not removed, as a table would have lost more than `removals_max`.
Status CheckRemovals(const std::vector<TableLoad>& loads, const RowLimit& removals_max);

// An error (after the report) where any table differs.
Status PrintVerifications(const std::vector<TableVerification>& verifications, Format format, OutputStream& output);

// What a load would do.
Status PrintPlan(const LoadPlan& plan, Format format, OutputStream& output);

// Says where the disk of temporary files may be too small to sort the rows of a plays file of so many bytes; with
// `explain`, what sorting takes in any case. An estimate stops nothing.
void LogTemporarySpace(const SortWork& work, bool explain);

}  // namespace earshot
