#include "stores/table_schema.h"

namespace earshot {

std::string Describe(const TableSchema& schema) {
  std::string text = fmt::format("  table {}\n", schema.name);
  for (const ColumnSchema& column : schema.columns) {
    text += fmt::format("    {} {}{}{}{}\n", column.name, column.type, column.kind.empty() ? "" : ", ", column.kind,
                        column.descending ? ", descending" : "");
  }
  for (const std::string& extra : schema.extras) text += fmt::format("    {}\n", extra);
  return text;
}

Status CheckSameSchema(const TableSchema& present, const TableSchema& needed, std::string_view tool) {
  if (present == needed) return absl::OkStatus();
  return InputError(
      "table {} exists with a different schema, and is left as it is\nit has:\n{}the question needs:\n{}"
      "rename the question, use another store, or, if nobody needs the table, drop it with {}",
      needed.name, Describe(present), Describe(needed), tool);
}

}  // namespace earshot
