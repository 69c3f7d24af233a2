#include "plays/play.h"

namespace earshot {

std::string_view CqlName(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint: return "bigint";
    case ColumnType::kInt: return "int";
    case ColumnType::kDouble: return "double";
    case ColumnType::kText: return "text";
  }
  return "";
}

size_t FindPlayColumn(std::string_view name) {
  size_t column = 0;
  while (column < kPlayColumnCount && kPlayColumns[column].name != name) ++column;
  return column;
}

}  // namespace earshot
