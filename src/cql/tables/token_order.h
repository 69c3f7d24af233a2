// Cassandra's order: partitions by token, then by key; within a partition by the clustering columns.
//
// No state; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rows/key_range.h"
#include "rows/order.h"

namespace earshot {

class TokenOrder : public RowOrder {
 public:
  void AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const override;
  // What Cassandra refuses: a key that is too long, and an empty text that alone is the partition key.
  Status CheckRow(const Table& table, std::string_view row) const override;
  // The token.
  std::string_view RangeBound(const Table& table, std::string_view sort_key) const override;
};

// The ring in `count` equal parts, at least one.
std::vector<KeyRange> SplitRing(size_t count);

// Appends the partition key as the server hashes it: one column's value as it is; several each with a 2-byte length
// before it and a zero byte after it.
void AppendPartitionKey(const Table& table, std::string_view row, std::string* partition_key);

}  // namespace earshot
