#include "rows/row_encoder.h"

#include <fmt/format.h>

#include "base/error_code.h"

namespace earshot {

RowEncoder::RowEncoder(const Table& table, const RowOrder& order) : table_(table), order_(order) {
  if (table.has_measures()) groups_.emplace(table);
}

Status RowEncoder::CheckRow(const Record& record) {
  row_.clear();
  AppendRow(table_, record, &row_);
  if (const Status status = order_.CheckRow(table_, row_); !status.ok()) {
    return WithMessage(status, fmt::format("line {}, {}", record.origin.line, MessageOf(status)));
  }
  return absl::OkStatus();
}

Status RowEncoder::Check(const Record& record) {
  return UseOf(table_, record) == RecordUse::kRow ? CheckRow(record) : absl::OkStatus();
}

Status RowEncoder::Add(const Record& record, RowBlock* block) {
  const RecordUse use = UseOf(table_, record);
  if (use == RecordUse::kLacksValue) block->AddLeftOut();
  if (use != RecordUse::kRow) return absl::OkStatus();
  RETURN_IF_ERROR(CheckRow(record));
  if (groups_.has_value()) {
    groups_->Add(record, row_, block);
    return absl::OkStatus();
  }
  sort_key_.clear();
  order_.AppendSortKey(table_, row_, &sort_key_);
  block->Add({sort_key_, row_, record.origin});
  return absl::OkStatus();
}

}  // namespace earshot
