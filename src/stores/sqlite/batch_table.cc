#include "stores/sqlite/batch_table.h"

#include <sqlite3.h>

#include <new>

#include "rows/row.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// SQLite hands these objects back by pointers to their first member, which is its own part of them.
struct BatchTable {
  sqlite3_vtab base{};
  const BatchSource* source = nullptr;
};

struct BatchCursor {
  sqlite3_vtab_cursor base{};
  size_t row = 0;
  // The row's cells, found once for all of its columns.
  std::vector<std::string_view> values;
};

const BatchSource& SourceOf(const BatchCursor& cursor) {
  return *reinterpret_cast<const BatchTable*>(cursor.base.pVtab)->source;
}

BatchCursor& CursorOf(sqlite3_vtab_cursor* cursor) { return *reinterpret_cast<BatchCursor*>(cursor); }

void ReadRow(BatchCursor& cursor) {
  const RowBatch& batch = *SourceOf(cursor).batch;
  if (cursor.row >= batch.row_ends.size()) return;
  const size_t begin = cursor.row == 0 ? 0 : batch.row_ends[cursor.row - 1];
  CellReader cells(std::string_view(batch.cells).substr(begin, batch.row_ends[cursor.row] - begin));
  for (std::string_view& value : cursor.values) value = cells.Next();
}

int Connect(sqlite3* database, void* source, int, const char* const*, sqlite3_vtab** table, char**) {
  const auto* batch_source = static_cast<const BatchSource*>(source);
  std::string columns;
  for (const TableColumn& column : batch_source->table->columns) {
    columns += (columns.empty() ? "" : ", ") + Quoted(column.name);
  }
  const int code = sqlite3_declare_vtab(database, ("CREATE TABLE batch(" + columns + ")").c_str());
  if (code != SQLITE_OK) return code;
  auto* created = new (std::nothrow) BatchTable{{}, batch_source};
  if (created == nullptr) return SQLITE_NOMEM;
  *table = &created->base;
  return SQLITE_OK;
}

int Disconnect(sqlite3_vtab* table) {
  delete reinterpret_cast<BatchTable*>(table);
  return SQLITE_OK;
}

// There is one way to read a batch: from its first row to its last.
int BestIndex(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }

int Open(sqlite3_vtab* table, sqlite3_vtab_cursor** cursor) {
  auto* created = new (std::nothrow) BatchCursor();
  if (created == nullptr) return SQLITE_NOMEM;
  created->values.resize(reinterpret_cast<BatchTable*>(table)->source->table->columns.size());
  *cursor = &created->base;
  return SQLITE_OK;
}

int Close(sqlite3_vtab_cursor* cursor) {
  delete &CursorOf(cursor);
  return SQLITE_OK;
}

int Rewind(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
  CursorOf(cursor).row = 0;
  ReadRow(CursorOf(cursor));
  return SQLITE_OK;
}

int Next(sqlite3_vtab_cursor* cursor) {
  ++CursorOf(cursor).row;
  ReadRow(CursorOf(cursor));
  return SQLITE_OK;
}

int AtEnd(sqlite3_vtab_cursor* cursor) {
  return CursorOf(cursor).row >= SourceOf(CursorOf(cursor)).batch->row_ends.size() ? 1 : 0;
}

int Column(sqlite3_vtab_cursor* cursor, sqlite3_context* context, int position) {
  const BatchCursor& row = CursorOf(cursor);
  const std::string_view value = row.values[static_cast<size_t>(position)];
  switch (SourceOf(row).table->columns[static_cast<size_t>(position)].type) {
    case ColumnType::kBigint: sqlite3_result_int64(context, BigintOf(value)); break;
    case ColumnType::kInt: sqlite3_result_int(context, IntOf(value)); break;
    case ColumnType::kDouble: sqlite3_result_double(context, DoubleOf(value)); break;
    case ColumnType::kText:
      // The batch stays as it is while the statement runs, so SQLite need not copy the text.
      sqlite3_result_text(context, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
      break;
  }
  return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<sqlite3_int64>(CursorOf(cursor).row);
  return SQLITE_OK;
}

// Without xCreate the table is there by its name alone, on this connection, and nowhere in the file.
const sqlite3_module kBatchModule = [] {
  sqlite3_module module{};
  module.xConnect = Connect;
  module.xBestIndex = BestIndex;
  module.xDisconnect = Disconnect;
  module.xOpen = Open;
  module.xClose = Close;
  module.xFilter = Rewind;
  module.xNext = Next;
  module.xEof = AtEnd;
  module.xColumn = Column;
  module.xRowid = RowId;
  return module;
}();

}  // namespace

Status AddBatchTable(Connection& connection, const BatchSource& source) {
  return connection.AddModule(kBatchTable, kBatchModule, &source);
}

}  // namespace earshot
