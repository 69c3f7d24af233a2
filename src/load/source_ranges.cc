#include "load/source_ranges.h"

#include <string>

namespace earshot {

StatusOr<std::vector<KeyRange>> SplitBySource(const Table& table, const RowOrder& order, const SortedRows& rows,
                                              size_t ranges) {
  ASSIGN_OR_RETURN(std::vector<std::string> bounds, rows.SplitPoints(ranges - 1));
  for (std::string& bound : bounds) bound.resize(order.RangeBound(table, bound).size());
  return SplitAt(bounds);
}

}  // namespace earshot
