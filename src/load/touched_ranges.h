// The key ranges of a table that a load has changed, so that they can be read back: few ranges, which hold all rows
// that were written or removed, and rows between them where there are many.
//
// Belongs to one thread; table and order must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "questions/table.h"
#include "rows/key_range.h"
#include "rows/order.h"

namespace earshot {

class TouchedRanges {
 public:
  // The rows are those of `within`.
  TouchedRanges(const Table& table, const RowOrder& order, KeyRange within)
      : table_(&table), order_(&order), within_(std::move(within)) {}

  // REQUIRES: the rows come in the store's order.
  void Add(std::string_view sort_key, bool is_touched);
  // In order, without overlaps. The last one may go on to the end of `within`.
  const std::vector<KeyRange>& ranges() const { return ranges_; }

 private:
  void Thin();

  const Table* table_;
  const RowOrder* order_;
  KeyRange within_;
  std::vector<KeyRange> ranges_;
  std::string last_bound_;  // of the row that was touched last
  bool is_open_ = false;    // the last range has not found its end yet
};

inline constexpr size_t kTouchedRangesMax = 1024;

}  // namespace earshot
