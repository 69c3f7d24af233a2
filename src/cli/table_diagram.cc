#include "cli/table_diagram.h"

#include <fmt/format.h>

#include <algorithm>

#include "cql/types.h"

namespace earshot {
namespace {

constexpr size_t kMarkWidth = 2;

std::string RepeatedLine(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "─";
  return text;
}

}  // namespace

const char* KeyMark(const TableColumn& column) {
  switch (column.kind) {
    case ColumnKind::kPartition: return "K";
    case ColumnKind::kClustering: return column.descending ? "C↓" : "C↑";
    case ColumnKind::kRegular: return "";
  }
  return "";
}

std::string TableDiagram(const Table& table, const std::string& indent) {
  size_t names = 0;
  size_t types = 0;
  for (const TableColumn& column : table.columns) {
    names = std::max(names, column.name.size());
    types = std::max(types, CqlName(column.type).size());
  }
  // Between the outer lines: three cells with a blank on each side, and two lines between them.
  size_t inner = names + types + kMarkWidth + 8;
  if (const size_t wanted = table.name.size() + 2; wanted > inner) {
    names += wanted - inner;
    inner = wanted;
  }
  const auto ruled = [&](const char* left, const char* middle, const char* right) {
    return fmt::format("{}{}{}{}{}{}{}{}\n", indent, left, RepeatedLine(names + 2), middle, RepeatedLine(types + 2),
                       middle, RepeatedLine(kMarkWidth + 2), right);
  };
  std::string text = fmt::format("{}┌{}┐\n", indent, RepeatedLine(inner));
  text += fmt::format("{}│{:^{}}│\n", indent, table.name, inner);
  text += ruled("├", "┬", "┤");
  for (const TableColumn& column : table.columns) {
    text += fmt::format("{}│ {:<{}} │ {:<{}} │ {:<{}} │  {}\n", indent, column.name, names, CqlName(column.type), types,
                        KeyMark(column), kMarkWidth, column.why);
  }
  return text + ruled("└", "┴", "┘");
}

}  // namespace earshot
