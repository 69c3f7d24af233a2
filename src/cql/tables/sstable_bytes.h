// How many bytes a table's rows take in Cassandra: in Data.db of an SSTable of version `nb`, before compression, where
// all rows have one write time and no time to live. A null is a cell that was never written, and each column has a
// value in some row. The index, the filter and the statistics are not counted.
//
// One thread; the table must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "questions/table.h"

namespace earshot {

// Adds up the bytes of one partition after the other.
class PartitionBytes {
 public:
  explicit PartitionBytes(const Table& table);

  // `row` is any of the partition.
  void Start(std::string_view row);
  // The next row, in the table's order.
  void Add(std::string_view row);
  // Of the partition so far, its end included.
  uint64_t bytes() const;
  // Of those, what there is once: the partition's key and its end.
  uint64_t header_bytes() const;

 private:
  const Table& table_;
  const std::vector<size_t> positions_;  // of the regular columns by their names
  std::vector<bool> is_absent_;          // scratch: at each position, whether the row lacks that column
  uint64_t header_bytes_ = 0;
  uint64_t rows_bytes_ = 0;
  uint64_t previous_bytes_ = 0;  // of the row before, or of the header: each row says how far back that is
};

// The bytes of an unsigned vint.
size_t VintBytes(uint64_t value);

}  // namespace earshot
