#include "rows/row_block.h"

#include <algorithm>

namespace earshot {

void RowTotals::Add(const RowTotals& other) {
  count += other.count;
  left_out += other.left_out;
  digest.Add(other.digest);
  record_bytes_max = std::max(record_bytes_max, other.record_bytes_max);
}

void RowBlock::Clear() {
  records_.clear();
  totals_ = {};
}

void RowBlock::Add(const SortedRow& row) {
  const size_t bytes = RecordBytes(row);
  const size_t start = records_.size();
  records_.resize(start + bytes);
  EncodeRecord(row, records_.data() + start);
  totals_.Add({.count = 1, .left_out = 0, .digest = Digest(row.row), .record_bytes_max = bytes});
}

}  // namespace earshot
