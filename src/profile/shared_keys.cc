#include "profile/shared_keys.h"

#include <utility>

#include "cql/cells.h"
#include "rows/row.h"

namespace earshot {

SharedKeyFinder::SharedKeyFinder(const Table& table, std::unique_ptr<SortedCursor> rows, SharedKeys* found)
    : table_(table), rows_(std::move(rows)), found_(*found) {
  for (size_t i = table.key_size; i < table.columns.size(); ++i) {
    found_.columns.push_back({.name = table.columns[i].name, .keys = 0, .example = {}});
  }
  varies_.resize(found_.columns.size());
}

StatusOr<bool> SharedKeyFinder::Next(SortedRow* row) {
  ASSIGN_OR_RETURN(const bool more, rows_->Next(row));
  if (!more) return false;
  if (std::exchange(started_, true) && row->sort_key == before_.row().sort_key) {
    if (!std::exchange(is_shared_, true)) ++found_.keys;
    if (row->row != before_.row().row) Compare(before_.row(), *row);
  } else {
    is_shared_ = false;
    varies_.assign(varies_.size(), false);
  }
  before_.Hold(*row, !RowsStay());
  return true;
}

void SharedKeyFinder::Compare(const SortedRow& before, const SortedRow& row) {
  CellReader cells_before(before.row);
  CellReader cells(row.row);
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    const std::string_view value_before = cells_before.Next();
    const std::string_view value = cells.Next();
    if (i < table_.key_size || value == value_before) continue;
    const size_t column = i - table_.key_size;
    VaryingColumn& varying = found_.columns[column];
    if (!varies_[column]) ++varying.keys;
    varies_[column] = true;
    // The last difference under the first key: what comes after it is what stays.
    if (varying.keys > 1) continue;
    const ColumnType type = table_.columns[i].type;
    varying.example = {.key = DescribeKey(table_, row.row),
                       .lost = ShownText(type, value_before),
                       .kept = ShownText(type, value),
                       .lost_origin = before.origin,
                       .kept_origin = row.origin};
  }
}

}  // namespace earshot
