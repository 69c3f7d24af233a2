#include "cli/typed_rows.h"

namespace earshot {
namespace {

ValueKind KindOf(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint:
    case ColumnType::kInt:
    case ColumnType::kDouble: return ValueKind::kNumber;
    case ColumnType::kText:
    case ColumnType::kTimestamp:
    case ColumnType::kDate: return ValueKind::kText;
  }
  return ValueKind::kText;
}

}  // namespace

OutputColumn OutputColumnOf(const TableColumn& column) { return {column.name, KindOf(column.type)}; }

std::vector<OutputValue> OutputRowOf(const std::vector<Value>& values) {
  std::vector<OutputValue> row;
  row.reserve(values.size());
  for (const Value& value : values) row.push_back({value.ToText(), value.is_null()});
  return row;
}

}  // namespace earshot
