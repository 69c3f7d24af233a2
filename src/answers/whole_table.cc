#include "answers/whole_table.h"

#include <optional>
#include <utility>

#include "base/stop_token.h"
#include "base/utf8.h"
#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {

StatusOr<std::unique_ptr<WholeTable>> WholeTable::Open(Store& store, const Table& table) {
  std::unique_ptr<WholeTable> whole(new WholeTable(store, table));
  ASSIGN_OR_RETURN(whole->loaded_, CheckLoaded(store, table));
  ASSIGN_OR_RETURN(whole->scan_, store.Scan(table, KeyRange{}));
  whole->values_.resize(table.columns.size());
  return whole;
}

StatusOr<bool> WholeTable::Next() {
  RETURN_IF_ERROR(CheckStop());
  ASSIGN_OR_RETURN(const bool more, scan_->Next(&row_));
  if (!more) {
    RETURN_IF_ERROR(CheckMark());
    return false;
  }
  RETURN_IF_ERROR(CheckOrder());
  CellReader cells(row_);
  for (size_t i = 0; i < values_.size(); ++i) {
    values_[i] = Value(table_.columns[i].type, cells.Next());
    RETURN_IF_ERROR(CheckValue(i));
  }
  digest_.Add(row_);
  ++rows_;
  return true;
}

std::string WholeTable::DescribeRow() const { return DescribeKey(table_, row_); }

Status WholeTable::CheckOrder() {
  std::swap(sort_key_, sort_key_before_);
  sort_key_.clear();
  store_.Order().AppendSortKey(table_, row_, &sort_key_);
  if (rows_ == 0 || sort_key_ > sort_key_before_) return absl::OkStatus();
  return DamageError("table {}: the store gave {} out of order, so its data are damaged; {}", table_.name,
                     DescribeRow(), store_.HowToReplace());
}

// A store gives a null for a value that is not of the column's type.
Status WholeTable::CheckValue(size_t column) const {
  const Value& value = values_[column];
  const auto damaged = [&](const std::string& what) {
    return DamageError("table {}: {} of {} is {}: another program wrote it, or the data are damaged; {}", table_.name,
                       table_.columns[column].name, DescribeRow(), what, store_.HowToReplace());
  };
  if (value.is_null()) {
    const std::string shown = scan_->ShownNull(column);
    if (shown == "null") return absl::OkStatus();
    return damaged(fmt::format("{}, which is not a {}", shown, CqlName(value.type())));
  }
  if (value.type() == ColumnType::kText && !IsUtf8(value.text_value())) return damaged("not UTF-8");
  return absl::OkStatus();
}

// A store may show the rows of a load that has begun since, some of them.
Status WholeTable::CheckMark() {
  if (!loaded_.warning.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<LoadMark> now, ReadLoadMark(store_, table_.name));
  const std::optional<LoadMark>& before = loaded_.mark;
  const bool same = now.has_value() == before.has_value() &&
                    (!now.has_value() || (now->state == before->state && now->write_time == before->write_time));
  if (!same) {
    loaded_.warning = fmt::format("{} was loaded while it was read: rows may be of before and after", table_.name);
  }
  return absl::OkStatus();
}

}  // namespace earshot
