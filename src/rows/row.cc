#include "rows/row.h"

#include <fmt/format.h>

namespace earshot {

void AppendRow(const Table& table, const Record& record, std::string* out) {
  for (const TableColumn& column : table.columns) out->append(record.cells[column.source]);
}

bool IsWholeRow(const Table& table, std::string_view row) {
  for (const TableColumn& column : table.columns) {
    if (!TakeWholeCell(column.type, &row)) return false;
  }
  return row.empty();
}

std::string DescribeKey(const Table& table, std::string_view row) {
  std::string text;
  CellReader cells(row);
  for (size_t i = 0; i < table.key_size; ++i) {
    const TableColumn& column = table.columns[i];
    const std::string value = ShownText(column.type, cells.Next());
    const char* quote = column.type == ColumnType::kText ? "\"" : "";
    text += fmt::format("{}{}={}{}{}", i == 0 ? "" : ", ", column.name, quote, value, quote);
  }
  return text;
}

}  // namespace earshot
