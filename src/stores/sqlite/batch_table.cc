#include "stores/sqlite/batch_table.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <new>

#include "cql/time_text.h"
#include "rows/row.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

constexpr const char* kModule = "earshot_batch";

// SQLite passes these objects by pointers to their first member, which is SQLite's.
struct BatchTable {
  sqlite3_vtab base{};
  const BatchSource* source = nullptr;
};

struct BatchCursor {
  sqlite3_vtab_cursor base{};
  size_t row = 0;
  // The row's values, found once for all of its columns.
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

// SQLite is C: no exception may pass through it.
template <typename Function>
int WithoutThrowing(Function function) {
  try {
    return function();
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  }
}

int Declare(sqlite3* database, const BatchSource* source, sqlite3_vtab** table) {
  std::string columns;
  for (const TableColumn& column : source->table->columns) {
    columns += (columns.empty() ? "" : ", ") + Quoted(column.name);
  }
  // Only for statements of the connection itself, not of a view or trigger.
  int code = sqlite3_vtab_config(database, SQLITE_VTAB_DIRECTONLY);
  if (code == SQLITE_OK) code = sqlite3_declare_vtab(database, ("CREATE TABLE batch(" + columns + ")").c_str());
  if (code == SQLITE_OK) *table = &(new BatchTable{{}, source})->base;
  return code;
}

int Connect(sqlite3* database, void* source, int, const char* const*, sqlite3_vtab** table, char**) {
  return WithoutThrowing([=] { return Declare(database, static_cast<const BatchSource*>(source), table); });
}

// A function different from Connect, as SQLite would otherwise accept the module's name, without a schema, as a table.
int Create(sqlite3* database, void* source, int count, const char* const* words, sqlite3_vtab** table, char** error) {
  return Connect(database, source, count, words, table, error);
}

int Disconnect(sqlite3_vtab* table) {
  delete reinterpret_cast<BatchTable*>(table);
  return SQLITE_OK;
}

// A batch can only be read from its first row to its last.
int BestIndex(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }

int Open(sqlite3_vtab* table, sqlite3_vtab_cursor** cursor) {
  return WithoutThrowing([=] {
    auto created = std::make_unique<BatchCursor>();
    created->values.resize(reinterpret_cast<BatchTable*>(table)->source->table->columns.size());
    *cursor = &created.release()->base;
    return SQLITE_OK;
  });
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
  if (value.data() == nullptr) {
    sqlite3_result_null(context);
    return SQLITE_OK;
  }
  switch (SourceOf(row).table->columns[static_cast<size_t>(position)].type) {
    case ColumnType::kBigint: sqlite3_result_int64(context, BigintOf(value)); break;
    case ColumnType::kTimestamp: sqlite3_result_int64(context, TimestampOf(value)); break;
    case ColumnType::kInt: sqlite3_result_int(context, IntOf(value)); break;
    case ColumnType::kDouble: sqlite3_result_double(context, DoubleOf(value)); break;
    case ColumnType::kText:
      // The batch does not change while the statement runs, so SQLite need not copy the text.
      sqlite3_result_text(context, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
      break;
    case ColumnType::kDate:
      sqlite3_result_text(context, FormatDate(DateOf(value)).c_str(), -1, SQLITE_TRANSIENT);
      break;
  }
  return SQLITE_OK;
}

int RowId(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
  *id = static_cast<sqlite3_int64>(CursorOf(cursor).row);
  return SQLITE_OK;
}

const sqlite3_module kBatchModule = [] {
  sqlite3_module module{};
  module.xCreate = Create;
  module.xConnect = Connect;
  module.xBestIndex = BestIndex;
  module.xDisconnect = Disconnect;
  module.xDestroy = Disconnect;
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
  RETURN_IF_ERROR(connection.AddModule(kModule, kBatchModule, &source));
  return connection.Execute(fmt::format("CREATE VIRTUAL TABLE {} USING {}", kBatchTable, kModule));
}

}  // namespace earshot
