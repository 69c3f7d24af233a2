// Rows with measures: each is made of all records of its group, which are those with the same values in the columns of
// its key that are not measures.
//
// A record is encoded for its group (rows/group_encoder.h), and folded with others of it that are near
// (rows/partial_groups.h); what results is sorted like any rows, so that each group comes together; MeasureGroups makes
// a row of each group, and sorts those rows into the store's order. All of it is exact and in bounded memory, whatever
// the number of groups and of distinct values.
//
// MeasureGroups works on its caller's thread and sorts on others; what it returns is shared as any SortedRows.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// `groups` are the records of the table's groups. The rows are sorted within `memory_bytes`. An error names the row
// whose sum is out of range, or that the store cannot have.
StatusOr<std::unique_ptr<SortedRows>> MeasureGroups(const Table& table, const RowOrder& order, const SortedRows& groups,
                                                    size_t memory_bytes, size_t threads);

}  // namespace earshot
