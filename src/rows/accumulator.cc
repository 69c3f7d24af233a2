#include "rows/accumulator.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "base/error_code.h"
#include "cql/cells.h"
#include "rows/order.h"

namespace earshot {
namespace {

void AppendCellOf(std::string_view value, std::string* out) {
  AppendTextCell(value, out);  // any value is its length and its bytes
}

Status OutOfRange(ColumnType type) {
  return WithCode(InputError("is out of range for {}", CqlName(type)), ErrorCode::kSumOutOfRange);
}

}  // namespace

void Accumulator::Clear() {
  count_ = 0;
  whole_sum_ = 0;
  sum_.Clear();
  extreme_sortable_.clear();
}

void Accumulator::Add(std::string_view value) {
  const bool is_counted = function_ == MeasureFunction::kCount || function_ == MeasureFunction::kDistinct;
  if (value.data() == nullptr && !is_counted) return;
  ++count_;
  switch (function_) {
    case MeasureFunction::kCount:
    case MeasureFunction::kDistinct: break;
    case MeasureFunction::kSum:
    case MeasureFunction::kAvg: AddToSum(value); break;
    case MeasureFunction::kMin:
    case MeasureFunction::kMax: KeepExtreme(value); break;
  }
}

void Accumulator::AddToSum(std::string_view value) {
  switch (input_) {
    case ColumnType::kInt: whole_sum_ += IntOf(value); break;
    case ColumnType::kDouble: sum_.Add(DoubleOf(value)); break;
    default: whole_sum_ += BigintOf(value);
  }
}

// As the store orders them.
void Accumulator::KeepExtreme(std::string_view value) {
  sortable_.clear();
  AppendSortableCell(input_, function_ == MeasureFunction::kMax, value, &sortable_);
  if (count_ > 1 && sortable_ >= extreme_sortable_) return;
  std::swap(sortable_, extreme_sortable_);
  extreme_ = value;
}

// Of a sum: how many values, then the whole sum or the doubles that it consists of, in the machine's own byte order.
void Accumulator::AppendPartial(std::string* out) const {
  if (count_ == 0) return AppendNullCell(out);
  if (!IsSum()) return AppendTextCell(extreme_, out);
  partial_.assign(reinterpret_cast<const char*>(&count_), sizeof count_);
  if (input_ == ColumnType::kDouble) {
    sum_.AppendPartials(&partial_);
  } else {
    partial_.append(reinterpret_cast<const char*>(&whole_sum_), sizeof whole_sum_);
  }
  AppendTextCell(partial_, out);
}

void Accumulator::Merge(std::string_view partial) {
  if (partial.data() == nullptr) return;
  if (!IsSum()) return Add(partial);
  uint64_t count = 0;
  std::memcpy(&count, partial.data(), sizeof count);
  count_ += count;
  partial.remove_prefix(sizeof count);
  if (input_ == ColumnType::kDouble) return sum_.AddPartials(partial);
  WholeSum sum = 0;
  std::memcpy(&sum, partial.data(), sizeof sum);
  whole_sum_ += sum;
}

Status Accumulator::AppendSum(std::string* out) const {
  if (input_ == ColumnType::kDouble) {
    const double sum = sum_.Get();
    if (!std::isfinite(sum)) return OutOfRange(ColumnType::kDouble);
    AppendDoubleCell(sum, out);
    return absl::OkStatus();
  }
  if (whole_sum_ > std::numeric_limits<int64_t>::max() || whole_sum_ < std::numeric_limits<int64_t>::min()) {
    return OutOfRange(ColumnType::kBigint);
  }
  AppendBigintCell(static_cast<int64_t>(whole_sum_), out);
  return absl::OkStatus();
}

bool Accumulator::has_value() const {
  const bool needs_one =
      function_ == MeasureFunction::kMin || function_ == MeasureFunction::kMax || function_ == MeasureFunction::kAvg;
  return count_ > 0 || !needs_one;
}

Status Accumulator::AppendCell(std::string* out) const {
  if (!has_value()) {
    AppendNullCell(out);
    return absl::OkStatus();
  }
  switch (function_) {
    case MeasureFunction::kCount:
    case MeasureFunction::kDistinct: AppendBigintCell(static_cast<int64_t>(count_), out); break;
    case MeasureFunction::kMin:
    case MeasureFunction::kMax: AppendCellOf(extreme_, out); break;
    case MeasureFunction::kSum: return AppendSum(out);
    case MeasureFunction::kAvg: {
      const double sum = input_ == ColumnType::kDouble ? sum_.Get() : static_cast<double>(whole_sum_);
      if (!std::isfinite(sum)) return OutOfRange(ColumnType::kDouble);
      AppendDoubleCell(sum / static_cast<double>(count_), out);
    }
  }
  return absl::OkStatus();
}

}  // namespace earshot
