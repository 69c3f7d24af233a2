#include "stores/cassandra/schema.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "rows/row.h"

namespace earshot {
namespace {

// The kinds as system_schema.columns has them, as they are shown.
constexpr const char* kPartitionKey = "partition key";
constexpr const char* kClustering = "clustering";

// A row of system_schema.columns.
struct StoredColumn {
  ColumnSchema schema;
  int32_t position = -1;  // within the partition key, or the clustering columns

  // The partition key, the clustering columns, the others by name.
  auto Order() const {
    return std::tuple(schema.kind != kPartitionKey, schema.kind != kClustering, position, schema.name);
  }
};

StoredColumn ReadColumn(std::string_view row) {
  CellReader cells(row);
  StoredColumn column;
  column.schema.name = cells.Next();
  column.schema.type = cells.Next();
  const std::string_view kind = cells.Next();
  column.schema.kind = kind == "partition_key" ? kPartitionKey : kind == "regular" ? "" : std::string(kind);
  column.position = IntOf(cells.Next());
  column.schema.descending = cells.Next() == "desc";
  return column;
}

std::string NameCells(const std::string& keyspace, const std::string& name) {
  std::string cells;
  AppendTextCell(keyspace, &cells);
  if (!name.empty()) AppendTextCell(name, &cells);
  return cells;
}

// The entries of a map of texts without the class: "datacenter1: 3".
std::string DescribeReplication(std::string_view map) {
  std::string text;
  CellReader entries(map.substr(sizeof(int32_t)));  // after their number
  while (!entries.AtEnd()) {
    const std::string_view name = entries.Next();
    const std::string_view value = entries.Next();
    if (name != "class") text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", name, value);
  }
  return text;
}

// Adds a time to live, after which rows vanish, and triggers, which may write others.
Status AddExtras(const cql::Client& client, const std::string& keyspace, TableSchema* schema) {
  Query query = {"SELECT default_time_to_live FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
                 NameCells(keyspace, schema->name), fmt::format("reading the schema of {}.{}", keyspace, schema->name)};
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> options, Select(client, query));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, options->Next(&row));
  const std::string_view seconds = found ? CellReader(row).Next() : std::string_view();
  if (!seconds.empty() && IntOf(seconds) != 0) {
    schema->extras.push_back(fmt::format("default_time_to_live {}", IntOf(seconds)));
  }

  query.cql = "SELECT trigger_name FROM system_schema.triggers WHERE keyspace_name = ? AND table_name = ?";
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> triggers, Select(client, query));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, triggers->Next(&row));
    if (!more) return absl::OkStatus();
    schema->extras.push_back(fmt::format("trigger {}", CellReader(row).Next()));
  }
}

}  // namespace

StatusOr<bool> KeyspaceExists(const cql::Client& client, const std::string& keyspace) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                   Select(client, {"SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?",
                                   NameCells(keyspace, ""), "looking for keyspace " + keyspace}));
  std::string_view row;
  return rows->Next(&row);
}

StatusOr<std::string> KeyspaceReplication(const cql::Client& client, const std::string& keyspace) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows,
                   Select(client, {"SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
                                   NameCells(keyspace, ""), "reading the replication of keyspace " + keyspace}));
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
  return found ? DescribeReplication(CellReader(row).Next()) : "";
}

Status CheckKeyspaceEmpty(const cql::Client& client, const std::string& keyspace) {
  // A materialized view needs a table, so there is no need to look for views.
  for (const char* kind : {"table", "type", "function", "aggregate"}) {
    ASSIGN_OR_RETURN(
        const std::unique_ptr<RowCursor> names,
        Select(client, {fmt::format("SELECT {0}_name FROM system_schema.{0}s WHERE keyspace_name = ?", kind),
                        NameCells(keyspace, ""), fmt::format("listing the {}s of keyspace {}", kind, keyspace)}));
    std::string_view row;
    ASSIGN_OR_RETURN(const bool any, names->Next(&row));
    if (any) {
      return InputError("keyspace {} still holds {} {}", keyspace, kind, std::string(CellReader(row).Next()));
    }
  }
  return absl::OkStatus();
}

StatusOr<std::optional<TableSchema>> ReadCassandraSchema(const cql::Client& client, const std::string& keyspace,
                                                         const std::string& table) {
  ASSIGN_OR_RETURN(
      const std::unique_ptr<RowCursor> rows,
      Select(client, {"SELECT column_name, type, kind, position, clustering_order FROM"
                      " system_schema.columns WHERE keyspace_name = ? AND table_name = ?",
                      NameCells(keyspace, table), fmt::format("reading the schema of {}.{}", keyspace, table)}));
  std::vector<StoredColumn> columns;
  std::string_view row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) break;
    columns.push_back(ReadColumn(row));
  }
  if (columns.empty()) return std::nullopt;
  std::sort(columns.begin(), columns.end(),
            [](const StoredColumn& a, const StoredColumn& b) { return a.Order() < b.Order(); });
  TableSchema schema;
  schema.name = table;
  for (StoredColumn& column : columns) schema.columns.push_back(std::move(column.schema));
  RETURN_IF_ERROR(AddExtras(client, keyspace, &schema));
  return schema;
}

TableSchema CassandraSchemaOf(const Table& table) {
  TableSchema schema;
  schema.name = table.name;
  for (const TableColumn& column : table.columns) {
    const char* kind = "";
    switch (column.kind) {
      case ColumnKind::kPartition: kind = kPartitionKey; break;
      case ColumnKind::kClustering: kind = kClustering; break;
      case ColumnKind::kRegular: break;
    }
    schema.columns.push_back({column.name, std::string(CqlName(column.type)), kind, column.descending});
  }
  // Cassandra has no order of the others.
  std::sort(schema.columns.begin() + static_cast<std::ptrdiff_t>(table.key_size), schema.columns.end(),
            [](const ColumnSchema& a, const ColumnSchema& b) { return a.name < b.name; });
  return schema;
}

Status CheckCassandraSchema(const TableSchema& present, const Table& table) {
  return CheckSameSchema(present, CassandraSchemaOf(table), "cqlsh");
}

}  // namespace earshot
