// Any text as the CREATE TABLE of a foreign file: it is not of our form, or its schema, written as we write it, is
// parsed to the same schema.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "stores/sqlite/schema.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::optional<earshot::TableSchema> schema = earshot::ParseCreateTable(text);
  if (!schema.has_value()) return 0;
  std::string columns;
  std::string key;
  for (const earshot::ColumnSchema& column : schema->columns) {
    // Quotes around a name do not fit one that contains them.
    if (column.name.find('"') != std::string::npos) return 0;
    const bool in_key = !column.kind.empty();
    columns += "\"" + column.name + "\" " + column.type + (in_key ? " NOT NULL, " : ", ");
    if (in_key) key += (key.empty() ? "\"" : ", \"") + column.name + (column.descending ? "\" DESC" : "\"");
  }
  if (schema->name.find('"') != std::string::npos) return 0;
  const std::string ours =
      "CREATE TABLE \"" + schema->name + "\" (" + columns + "PRIMARY KEY (" + key + ")) WITHOUT ROWID";
  if (earshot::ParseCreateTable(ours) != schema) std::abort();
  return 0;
}
