// What load and verify found, printed: a row a table on stdout, examples and explanations on stderr. Shared by
// `load`, `verify` and `run`.
#pragma once

#include <vector>

#include "base/status.h"
#include "cli/output.h"
#include "load/load.h"
#include "load/verify.h"

namespace earshot {

Status PrintLoads(const std::vector<TableLoad>& loads, Format format);

// An error (after the report) where any table differs.
Status PrintVerifications(const std::vector<TableVerification>& verifications, Format format);

}  // namespace earshot
