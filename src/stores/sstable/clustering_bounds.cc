#include "stores/sstable/clustering_bounds.h"

#include <utility>

#include "base/bytes.h"
#include "cql/cells.h"
#include "rows/order.h"

namespace earshot {

void ClusteringBounds::Add(std::string_view first, std::string_view last) {
  std::string sortable = SortableOf(first);
  if (is_empty_ || sortable < first_.sortable) first_ = {std::string(first), std::move(sortable)};
  sortable = SortableOf(last);
  if (is_empty_ || sortable > last_.sortable) last_ = {std::string(last), std::move(sortable)};
  is_empty_ = false;
}

void ClusteringBounds::AppendTo(std::string* out) const {
  AppendValues(first_, out);
  AppendValues(last_, out);
}

std::string ClusteringBounds::SortableOf(std::string_view cells) const {
  std::string sortable;
  CellReader reader(cells);
  for (size_t i = table_.partition_size; i < table_.key_size; ++i) {
    AppendSortableCell(table_.columns[i].type, table_.columns[i].descending, reader.Next(), &sortable);
  }
  return sortable;
}

void ClusteringBounds::AppendValues(const Bound& bound, std::string* out) const {
  AppendBigEndian(static_cast<int32_t>(table_.key_size - table_.partition_size), out);
  for (CellReader cells(bound.cells); !cells.AtEnd();) {
    const std::string_view value = cells.Next();
    AppendBigEndian(static_cast<uint16_t>(value.size()), out);
    out->append(value);
  }
}

}  // namespace earshot
