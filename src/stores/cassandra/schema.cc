#include "stores/cassandra/schema.h"

#include <algorithm>
#include <vector>

#include "rows/row.h"

namespace earshot {
namespace {

// A column as system_schema.columns has it. Regular columns have no place and no order of their own.
std::string Line(std::string_view kind, int32_t position, std::string_view name, std::string_view type,
                 std::string_view order) {
  std::string line = fmt::format("  {} {} {}", name, type, kind);
  if (position >= 0) line += fmt::format(" {}", position + 1);
  if (order == "desc") line += " descending";
  return line + "\n";
}

std::string Join(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string NameCells(const std::string& keyspace, const std::string& name) {
  std::string cells;
  AppendTextCell(keyspace, &cells);
  if (!name.empty()) AppendTextCell(name, &cells);
  return cells;
}

// The entries of a map of texts but its class: "datacenter1: 3".
std::string DescribeReplication(std::string_view map) {
  std::string text;
  CellReader entries(map.substr(sizeof(int32_t)));  // behind their number
  while (!entries.AtEnd()) {
    const std::string_view name = entries.Next();
    const std::string_view value = entries.Next();
    if (name != "class") text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", name, value);
  }
  return text;
}

// A time after which rows vanish, and triggers, which may write others.
Status AppendWhatChangesRows(const cql::Client& client, const std::string& keyspace, const std::string& name,
                             std::string* schema) {
  const std::string doing = fmt::format("looking at table {}.{}", keyspace, name);
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> options,
                   Select(client,
                          "SELECT default_time_to_live FROM system_schema.tables"
                          " WHERE keyspace_name = ? AND table_name = ?",
                          NameCells(keyspace, name), doing));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, options->Next(&row));
  const std::string_view seconds = found ? CellReader(row).Next() : std::string_view();
  if (!seconds.empty() && IntOf(seconds) != 0) *schema += fmt::format("  default_time_to_live {}\n", IntOf(seconds));

  ASSIGN_OR_RETURN(
      const std::unique_ptr<RowCursor> triggers,
      Select(client, "SELECT trigger_name FROM system_schema.triggers WHERE keyspace_name = ? AND table_name = ?",
             NameCells(keyspace, name), doing));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, triggers->Next(&row));
    if (!more) return absl::OkStatus();
    *schema += fmt::format("  trigger {}\n", CellReader(row).Next());
  }
}

}  // namespace

StatusOr<bool> KeyspaceExists(const cql::Client& client, const std::string& keyspace) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                   Select(client, "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?",
                          NameCells(keyspace, ""), "looking for keyspace " + keyspace));
  std::string_view row;
  return rows->Next(&row);
}

StatusOr<std::string> KeyspaceReplication(const cql::Client& client, const std::string& keyspace) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                   Select(client, "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                          NameCells(keyspace, ""), "asking how keyspace " + keyspace + " is replicated"));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
  return found ? DescribeReplication(CellReader(row).Next()) : "";
}

Status CheckKeyspaceEmpty(const cql::Client& client, const std::string& keyspace) {
  // A materialized view needs a table, so it need not be looked for.
  for (const char* kind : {"table", "type", "function", "aggregate"}) {
    ASSIGN_OR_RETURN(
        const std::unique_ptr<RowCursor> names,
        Select(client, fmt::format("SELECT {0}_name FROM system_schema.{0}s WHERE keyspace_name = ?", kind),
               NameCells(keyspace, ""), fmt::format("listing the {}s of keyspace {}", kind, keyspace)));
    std::string_view row;
    ASSIGN_OR_RETURN(const bool any, names->Next(&row));
    if (any) {
      return InputError("keyspace {} still holds {} {}", keyspace, kind, std::string(CellReader(row).Next()));
    }
  }
  return absl::OkStatus();
}

StatusOr<std::string> ReadSchema(const cql::Client& client, const std::string& keyspace, const std::string& name) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                   Select(client,
                          "SELECT column_name, type, kind, position, clustering_order FROM system_schema.columns"
                          " WHERE keyspace_name = ? AND table_name = ?",
                          NameCells(keyspace, name), fmt::format("looking at table {}.{}", keyspace, name)));
  std::vector<std::string> lines;
  std::string_view row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) break;
    CellReader cells(row);
    const std::string_view column = cells.Next();
    const std::string_view type = cells.Next();
    const std::string_view kind = cells.Next();
    const int32_t position = IntOf(cells.Next());
    lines.push_back(Line(kind, position, column, type, cells.Next()));
  }
  if (lines.empty()) return "";
  std::string schema = Join(std::move(lines));
  RETURN_IF_ERROR(AppendWhatChangesRows(client, keyspace, name, &schema));
  return schema;
}

std::string ExpectedSchema(const Table& table) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const std::string_view type = CqlName(column.type);
    switch (column.kind) {
      case ColumnKind::kPartition:
        lines.push_back(Line("partition_key", static_cast<int32_t>(i), column.name, type, ""));
        break;
      case ColumnKind::kClustering:
        lines.push_back(Line("clustering", static_cast<int32_t>(i - table.partition_size), column.name, type,
                             column.descending ? "desc" : "asc"));
        break;
      case ColumnKind::kRegular: lines.push_back(Line("regular", -1, column.name, type, "")); break;
    }
  }
  return Join(std::move(lines));
}

Status CheckSchema(const Table& table, const std::string& present) {
  const std::string needed = ExpectedSchema(table);
  if (present == needed) return absl::OkStatus();
  return InputError(
      "table {} is there already with another schema, and is left as it is\nit has:\n{}the question needs:\n{}"
      "rename the question, use another keyspace, or, if nobody needs the table, drop it with cqlsh",
      table.name, present, needed);
}

}  // namespace earshot
