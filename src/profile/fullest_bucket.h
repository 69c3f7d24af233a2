// How full buckets become that rows are spread over by chance.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>

namespace earshot {

// The rows that no one of `buckets` has more of, but with this chance (0 to 1), where there are `rows` in all.
double RowsOfFullestBucket(double rows, uint64_t buckets, double chance);

}  // namespace earshot
