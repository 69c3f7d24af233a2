#include "profile/parts.h"

#include <xxhash.h>

#include <algorithm>

#include "rows/row.h"

namespace earshot {
namespace {

constexpr uint64_t kFirstPlayLine = 2;  // after the header

}  // namespace

Parts::Parts(Growth growth, const Table& table, uint64_t last_line)
    : lines_(std::max(last_line, kFirstPlayLine) - kFirstPlayLine + 1) {
  if (growth == Growth::kDays) return;
  const auto user = std::find_if(table.columns.begin(), table.columns.end(),
                                 [](const TableColumn& column) { return column.name == "user_id"; });
  user_ = static_cast<size_t>(user - table.columns.begin());
}

size_t Parts::Of(const SortedRow& row) const {
  if (user_.has_value()) {
    CellReader cells(row.row);
    for (size_t i = 0; i < *user_; ++i) cells.Next();
    const std::string_view user = cells.Next();
    if (user.data() != nullptr) return XXH3_64bits(user.data(), user.size()) % kParts;
  }
  const uint64_t line = std::max(row.origin.line, kFirstPlayLine) - kFirstPlayLine;
  return std::min<uint64_t>(line * kParts / lines_, kParts - 1);
}

}  // namespace earshot
