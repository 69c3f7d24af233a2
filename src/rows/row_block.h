// Rows of one table, encoded and with their sort keys, in source order: what those who encode records hand to the one
// who sorts.
//
// Belongs to one thread at a time. It is used again and again for its memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rows/digest.h"
#include "rows/sorted_record.h"

namespace earshot {

// What is known of some rows.
struct RowTotals {
  uint64_t count = 0;
  uint64_t left_out = 0;  // records that have no row, as they lack a value
  Digest digest;
  size_t record_bytes_max = 0;  // of the largest row with its sort key

  void Add(const RowTotals& other);
};

class RowBlock {
 public:
  void Clear();
  void Add(const SortedRow& row);
  // Counts a record that has no row, as it lacks a value.
  void AddLeftOut() { ++totals_.left_out; }

  // One after the other, as rows/sorted_record.h has them.
  std::string_view records() const { return records_; }
  const RowTotals& totals() const { return totals_; }

 private:
  std::string records_;
  RowTotals totals_;
};

}  // namespace earshot
