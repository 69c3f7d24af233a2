#include "stores/own_table.h"

namespace earshot {

Table MakeOwnTable(const std::string& name, const std::string& asks,
                   const std::vector<std::pair<const char*, ColumnType>>& columns) {
  Table table;
  table.name = name;
  table.question.name = name;
  table.question.asks = asks;
  for (const auto& [column, type] : columns)
    table.columns.push_back({.name = column, .type = type, .why = "of " + name});
  table.columns.front().kind = ColumnKind::kPartition;
  table.partition_size = 1;
  table.key_size = 1;
  table.given = {0};
  for (size_t column = 0; column < columns.size(); ++column) table.answer.push_back(column);
  return table;
}

}  // namespace earshot
