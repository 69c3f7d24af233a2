// All distinct rows of a table, proven to be those that were read.
//
// Works on the caller's thread.
#pragma once

#include <cstdint>

#include "base/status.h"
#include "base/stop_token.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "rows/sorted_rows.h"

namespace earshot {

// Calls use(row) for each row that `distinct` gives, which has all of `rows`, until that is an error. Returns the
// digest of these rows; an error where rows got lost or were changed on the way (CheckAsRead), or of a stop.
template <typename Use>
StatusOr<Digest> ForEachDistinctRow(const Table& table, const SortedRows& rows, DistinctRows* distinct,
                                    const Use& use) {
  Digest digest;
  uint64_t count = 0;
  SortedRow row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, distinct->Next(&row));
    if (!more) break;
    digest.Add(row.row);
    ++count;
    RETURN_IF_ERROR(use(row));
  }
  Digest all = digest;
  all.Add(distinct->dropped_digest());
  RETURN_IF_ERROR(CheckAsRead(table, rows, count + distinct->counts().total(), all));
  return digest;
}

}  // namespace earshot
