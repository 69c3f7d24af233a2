// A row that is held while its cursor moves on: copied, unless the cursor's rows stay. One thread.
#pragma once

#include <string>
#include <string_view>

#include "rows/sorted_row.h"

namespace earshot {

class HeldRow {
 public:
  void Hold(const SortedRow& row, bool copy) {
    row_ = row;
    if (!copy) return;
    copy_.assign(row.sort_key).append(row.row);
    row_.sort_key = std::string_view(copy_).substr(0, row.sort_key.size());
    row_.row = std::string_view(copy_).substr(row.sort_key.size());
  }
  const SortedRow& row() const { return row_; }

 private:
  SortedRow row_;
  std::string copy_;  // the sort key and the row
};

}  // namespace earshot
