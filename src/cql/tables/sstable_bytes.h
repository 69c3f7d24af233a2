// How many bytes a table's rows take in Cassandra: in Data.db of an SSTable, before compression (cql/tables/
// sstable_rows.h), where each column has a value in some row. The index, the filter and the statistics are not counted.
//
// One thread; the table must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cql/tables/sstable_rows.h"
#include "questions/table.h"

namespace earshot {

// Adds up the bytes of one partition after the other.
class PartitionBytes {
 public:
  explicit PartitionBytes(const Table& table) : table_(table), encoder_(table) {}

  // `row` is any of the partition.
  void Start(std::string_view row);
  // The next row, in the table's order.
  void Add(std::string_view row);
  // Of the partition so far, its end included.
  uint64_t bytes() const { return header_bytes() + rows_bytes_; }
  // Of those, what there is once: the partition's key and its end.
  uint64_t header_bytes() const { return encoder_.header_bytes() + 1; }

 private:
  const Table& table_;
  PartitionEncoder encoder_;
  uint64_t rows_bytes_ = 0;
  std::string key_;      // scratch
  std::string encoded_;  // scratch
};

}  // namespace earshot
