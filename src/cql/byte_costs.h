// How a Cassandra server (5.0) counts bytes, and its limits. Pure functions; safe on any thread.
#pragma once

#include <cstddef>

namespace earshot {

// A server keeps the length of a partition key, and of each clustering column, in two bytes.
inline constexpr size_t kKeyBytesMax = 65'535;

// What a partition key of several columns has for each besides its value: a length before it and a zero after it.
inline constexpr size_t kKeyComponentBytes = 3;

// A server warns of batches above 5 KiB (batch_size_warn_threshold), and refuses those ten times as large.
inline constexpr size_t kBatchBytesMax = size_t{5} << 10;

// Only bytes count; this is what the protocol allows.
inline constexpr size_t kBatchRowsMax = 65'535;

// What a server counts of a row in a batch more than its encoded cells have, each with its 4-byte length.
size_t RowOverheadBytes(size_t key_columns, size_t regular_columns);

}  // namespace earshot
