// Rows of one table, encoded and with their sort keys, in source order: what those who encode records hand to the one
// who sorts.
//
// Belongs to one thread at a time. It is used again and again for its memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rows/digest.h"
#include "rows/order.h"
#include "rows/row.h"
#include "rows/sorted_record.h"

namespace earshot {

// What is known of some rows.
struct RowTotals {
  uint64_t count = 0;
  Digest digest;
  size_t record_bytes_max = 0;  // of the largest row with its sort key

  void Add(const RowTotals& other);
};

class RowBlock {
 public:
  void Clear();
  void Add(const SortedRow& row);

  // One after the other, as rows/sorted_record.h has them.
  std::string_view records() const { return records_; }
  const RowTotals& totals() const { return totals_; }

 private:
  std::string records_;
  RowTotals totals_;
};

// Encodes records into the rows of a table. The table and the order must outlive it; one thread.
class RowEncoder {
 public:
  RowEncoder(const Table& table, const RowOrder& order) : table_(table), order_(order) {}

  // An error where the store cannot have the row; it names the record's line.
  Status Add(const Record& record, RowBlock* block);
  // The same without the row.
  Status Check(const Record& record);

 private:
  const Table& table_;
  const RowOrder& order_;
  std::string row_;       // scratch, reused for each record
  std::string sort_key_;  // scratch
};

}  // namespace earshot
