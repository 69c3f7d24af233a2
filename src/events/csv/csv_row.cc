#include "events/csv/csv_row.h"

#include <algorithm>
#include <vector>

namespace earshot {

bool HasFieldsOf(const Layout& layout, const CsvRow& row) {
  if (row.field_count == layout.row_fields && row.field_count == layout.field_count) return true;
  if (!layout.MayHaveFields(row.field_count)) return false;
  for (size_t i = layout.named_count; i < row.field_count; ++i) {
    EventField field;
    row.FindField(i, &field);
    if (!field.text.empty()) return false;
  }
  return true;
}

std::string ColumnAt(size_t position, const CsvRow& row, const Layout& layout) {
  const uint32_t* const first = row.field_ends + 1;
  const size_t column = static_cast<size_t>(std::lower_bound(first, first + row.field_count, position) - first);
  return column < layout.names.size() ? layout.names[column] : "";
}

}  // namespace earshot
