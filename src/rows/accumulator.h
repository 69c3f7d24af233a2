// One measure of one group: values in, one cell out. Or partial results of some of the values each, as cells that
// another accumulator takes.
//
// One thread. It is cleared and used again for the next group.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "cql/types.h"
#include "questions/measure.h"
#include "rows/exact_sum.h"

namespace earshot {

class Accumulator {
 public:
  __extension__ typedef __int128 WholeSum;  // of more values than there can be

  // `input` is the type of the values.
  Accumulator(MeasureFunction function, ColumnType input) : function_(function), input_(input) {}

  void Clear();
  // A record's value; with kCount any, with kDistinct only the first of equal ones. Others pass over a null.
  void Add(std::string_view value);
  // As many records of which only the number counts.
  void AddRecords(uint64_t count) { count_ += count; }
  // What Merge takes, a null cell where no value has been added. REQUIRES: it is a measure of values.
  void AppendPartial(std::string* out) const;
  // The values that another accumulator of the same measure has taken.
  void Merge(std::string_view partial);
  // Whether there is a value to append: the least of none is none, but none are counted as 0, and add up to 0.
  bool has_value() const;
  // An error where a sum is larger than its type; a null cell where there is no value.
  Status AppendCell(std::string* out) const;

 private:
  bool IsSum() const { return function_ == MeasureFunction::kSum || function_ == MeasureFunction::kAvg; }
  void AddToSum(std::string_view value);
  void KeepExtreme(std::string_view value);
  Status AppendSum(std::string* out) const;

  MeasureFunction function_;
  ColumnType input_;
  uint64_t count_ = 0;
  WholeSum whole_sum_ = 0;
  ExactSum sum_;
  std::string extreme_;  // the least or the greatest value so far
  std::string extreme_sortable_;
  std::string sortable_;         // scratch
  mutable std::string partial_;  // scratch
};

}  // namespace earshot
