#include "answers/whole_table.h"

#include <optional>
#include <utility>

#include "answers/check_value.h"
#include "base/stop_token.h"
#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {

StatusOr<std::unique_ptr<WholeTable>> WholeTable::Open(Store& store, const Table& question) {
  ASSIGN_OR_RETURN(AskedTable asked, FindWholeTable(store, question));
  std::unique_ptr<WholeTable> whole(new WholeTable(store, std::move(asked)));
  ASSIGN_OR_RETURN(whole->scan_, store.Scan(whole->table_, KeyRange{}));
  whole->values_.resize(question.columns.size());
  return whole;
}

StatusOr<bool> WholeTable::Next() {
  RETURN_IF_ERROR(CheckStop());
  const StatusOr<bool> more = scan_->Next(&row_);
  if (!more.ok()) return IsReplaced(store_, asked_) ? Replaced() : more.status();
  if (!*more) {
    RETURN_IF_ERROR(CheckMark());
    return false;
  }
  RETURN_IF_ERROR(CheckOrder());
  CellReader cells(row_);
  for (size_t i = 0; i < values_.size(); ++i) {
    values_[i] = Value(table_.columns[i].type, cells.Next());
    RETURN_IF_ERROR(CheckValue(table_, i, values_[i], row_, *scan_));
  }
  digest_.Add(row_);
  ++rows_;
  return true;
}

std::string WholeTable::DescribeRow() const { return DescribeKey(table_, row_); }

Status WholeTable::Replaced() const {
  return TransientError("{} was changed while it was read, and its table was dropped", table_.question.name);
}

Status WholeTable::CheckOrder() {
  std::swap(sort_key_, sort_key_before_);
  sort_key_.clear();
  store_.Order().AppendSortKey(table_, row_, &sort_key_);
  if (rows_ == 0 || sort_key_ > sort_key_before_) return absl::OkStatus();
  return DamageError("table {}: the store gave {} out of order, so its data are damaged; {}", table_.name,
                     DescribeRow(), store_.HowToReplace());
}

// A store may show the rows of a load that has begun since, some of them.
Status WholeTable::CheckMark() {
  if (!asked_.warning.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<LoadMark> now, ReadLoadMark(store_, table_.question.name));
  const std::optional<LoadMark>& before = asked_.mark;
  const bool same = now.has_value() == before.has_value() &&
                    (!now.has_value() || (now->state == before->state && now->write_time == before->write_time));
  if (!same) {
    asked_.warning =
        fmt::format("{} was loaded while it was read: rows may be of before and after", table_.question.name);
  }
  return absl::OkStatus();
}

}  // namespace earshot
