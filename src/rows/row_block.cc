#include "rows/row_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error_code.h"

namespace earshot {

void RowTotals::Add(const RowTotals& other) {
  count += other.count;
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
  totals_.Add({.count = 1, .digest = Digest(row.row), .record_bytes_max = bytes});
}

Status RowEncoder::Check(const Record& record) {
  row_.clear();
  AppendRow(table_, record, &row_);
  if (const Status status = order_.CheckRow(table_, row_); !status.ok()) {
    return WithMessage(status, fmt::format("line {}, {}", record.origin.line, MessageOf(status)));
  }
  return absl::OkStatus();
}

Status RowEncoder::Add(const Record& record, RowBlock* block) {
  RETURN_IF_ERROR(Check(record));
  sort_key_.clear();
  order_.AppendSortKey(table_, row_, &sort_key_);
  block->Add({sort_key_, row_, record.origin});
  return absl::OkStatus();
}

}  // namespace earshot
