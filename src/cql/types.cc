#include "cql/types.h"

namespace earshot {

std::string_view CqlName(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint: return "bigint";
    case ColumnType::kInt: return "int";
    case ColumnType::kDouble: return "double";
    case ColumnType::kText: return "text";
    case ColumnType::kTimestamp: return "timestamp";
    case ColumnType::kDate: return "date";
  }
  return "";
}

size_t FixedWidth(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint: return 8;
    case ColumnType::kInt: return 4;
    case ColumnType::kDouble: return 8;
    case ColumnType::kText: return 0;
    case ColumnType::kTimestamp: return 8;
    case ColumnType::kDate: return 4;
  }
  return 0;
}

}  // namespace earshot
