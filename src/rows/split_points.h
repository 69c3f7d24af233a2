// Where to cut the rows of several runs into parts of about the same size, found from the runs' indexes: no row is read
// but those at the cuts.
//
// Safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "rows/merge_cursor.h"

namespace earshot {

// `count` sort keys of rows, in order.
StatusOr<std::vector<std::string>> SplitPointsOf(const Runs& runs, size_t count);

}  // namespace earshot
