// Verifies a random sample of a table, for tables that take too long to read.
//
// A function that reads on threads of its own, and one without state.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/status.h"
#include "load/verify.h"
#include "questions/table.h"
#include "rows/sorted_rows.h"
#include "stores/store.h"

namespace earshot {

// Verifies this share of the table, below 1: parts of about as many rows that are chosen anew each time, one at least.
StatusOr<TableVerification> VerifySample(Store& store, const Table& table, const SortedRows& rows, size_t threads,
                                         double share);

// Which share of the parts of a table would have been damaged at least where the sample, which found nothing, had found
// some with a probability of 95 %: the f for which (1 - f)^n = 0.05, for n parts in the sample.
double DamageMissedBySample(uint64_t sampled_parts);

}  // namespace earshot
