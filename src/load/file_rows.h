// The rows of one of the two files that a sorter was filled from (load/common_blocks.h).
//
// Constant, as all SortedRows, and so safe on any thread; shares what it reads.
#pragma once

#include <memory>

#include "load/common_blocks.h"
#include "rows/row_block.h"
#include "rows/sorted_rows.h"

namespace earshot {

// Those of `all` but for the ones of blocks that only `without` has; `totals` are of what is left.
std::unique_ptr<SortedRows> RowsWithout(BlockOf without, std::shared_ptr<const SortedRows> all,
                                        const RowTotals& totals);

}  // namespace earshot
