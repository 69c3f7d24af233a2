#include "load/row_merge.h"

#include <utility>

#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {

StatusOr<bool> RowMerge::Next(MergedRow* row) {
  RETURN_IF_ERROR(MoveOn());
  if (!has_source_ && !has_store_) return false;
  row->match = Compare();
  store_is_used_ = row->match != RowMatch::kMissing;
  source_is_used_ = row->match != RowMatch::kExtra;
  row->sort_key = source_is_used_ ? source_row_.sort_key : std::string_view(store_sort_key_);
  row->source_row = source_is_used_ ? source_row_.row : std::string_view();
  row->store_row = store_is_used_ ? store_row_ : std::string_view();
  return true;
}

Status RowMerge::MoveOn() {
  if (source_is_used_) RETURN_IF_ERROR(NextSource());
  return store_is_used_ ? NextStore() : absl::OkStatus();
}

Status RowMerge::NextSource() {
  source_is_used_ = false;
  ASSIGN_OR_RETURN(has_source_, source_.Next(&source_row_));
  if (!has_source_) return absl::OkStatus();
  source_row_digest_ = Digest(source_row_.row);
  source_digest_.Add(source_row_digest_);
  ++source_rows_;
  return absl::OkStatus();
}

Status RowMerge::NextStore() {
  store_is_used_ = false;
  if (scan_ == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(has_store_, scan_->Next(&store_row_));
  if (!has_store_) {
    // A cursor that stays open may keep a store from making writes durable.
    scan_.reset();
    return absl::OkStatus();
  }
  ++store_rows_;
  std::swap(store_sort_key_, previous_store_sort_key_);
  store_sort_key_.clear();
  if (has_source_ && store_row_ == source_row_.row) {
    // Nearly always, and much faster than making them anew.
    store_sort_key_.append(source_row_.sort_key);
    store_digest_.Add(source_row_digest_);
  } else {
    store_digest_.Add(store_row_);
    store_.Order().AppendSortKey(table_, store_row_, &store_sort_key_);
  }
  // The merge counts on it, so a store that breaks its own order must never pass for one that holds the rows.
  if (store_rows_ > 1 && store_sort_key_ <= previous_store_sort_key_) {
    return DamageError("table {}: the store gave {} out of order, so its data are damaged; {}", table_.name,
                       DescribeKey(table_, store_row_), store_.HowToReplace());
  }
  return absl::OkStatus();
}

RowMatch RowMerge::Compare() const {
  const int side = !has_store_ ? -1 : !has_source_ ? 1 : source_row_.sort_key.compare(store_sort_key_);
  if (side != 0) return side < 0 ? RowMatch::kMissing : RowMatch::kExtra;
  return source_row_.row == store_row_ ? RowMatch::kSame : RowMatch::kDiffers;
}

}  // namespace earshot
