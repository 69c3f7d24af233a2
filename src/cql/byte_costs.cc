#include "cql/byte_costs.h"

namespace earshot {
namespace {

// Besides the values a server counts for a partition its deletion and its static row, for a row its timestamp and its
// deletion, for a cell of a regular column its timestamp, its time to live and its deletion. A row may be the only one
// of its partition, so each counts as one.
constexpr size_t kRowBytes = 40 + 24;
constexpr size_t kCellBytes = 20;
constexpr size_t kCellLengthBytes = 4;  // of an encoded cell, which the server does not count

}  // namespace

size_t RowOverheadBytes(size_t key_columns, size_t regular_columns) {
  const size_t counted = kRowBytes + regular_columns * kCellBytes;
  const size_t encoded = (key_columns + regular_columns) * kCellLengthBytes;
  return counted > encoded ? counted - encoded : 0;
}

}  // namespace earshot
