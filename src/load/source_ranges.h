// Divides a table by the rows that it should hold.
//
// A function without state; safe on any thread.
#pragma once

#include <cstddef>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/key_range.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// At most so many ranges that hold about as many of the rows each, and the whole key space together.
StatusOr<std::vector<KeyRange>> SplitBySource(const Table& table, const RowOrder& order, const SortedRows& rows,
                                              size_t ranges);

}  // namespace earshot
