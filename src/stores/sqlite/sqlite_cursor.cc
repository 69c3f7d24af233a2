#include "stores/sqlite/sqlite_cursor.h"

#include <sqlite3.h>

#include <utility>

#include "rows/row.h"
#include "stores/damage.h"
#include "stores/sqlite/connection.h"

namespace earshot {
namespace {

class SqliteCursor : public RowCursor {
 public:
  SqliteCursor(std::shared_ptr<ReadTransaction> transaction, const Table& table, SqliteQuery query, Statement statement)
      : table_(table),
        transaction_(std::move(transaction)),
        query_(std::move(query)),
        statement_(std::move(statement)) {
    CellReader cells(query_.bound_cells);
    int position = 1;
    for (const size_t column : query_.columns) statement_.Bind(position++, table_.columns[column].type, cells.Next());
  }

  StatusOr<bool> Next(std::string_view* row) override {
    const int code = statement_.Step();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return transaction_->connection().ErrorOf(code);
    row_.clear();
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const size_t cell = row_.size();
      statement_.AppendCell(static_cast<int>(i), table_.columns[i].type, &row_);
      if (i < table_.key_size && IsNullCell(std::string_view(row_).substr(cell))) return InvalidKeyValue(i);
    }
    *row = row_;
    return true;
  }

  std::string ShownNull(size_t column) const override { return statement_.Shown(static_cast<int>(column)); }

 private:
  Status InvalidKeyValue(size_t column) const {
    return DamageError(
        "table {} holds a row whose {} is {}, which is not a {}: another program wrote it, or the file is damaged; "
        "remove it, or {}",
        table_.name, table_.columns[column].name, ShownNull(column), CqlName(table_.columns[column].type),
        HowToReplaceFile(transaction_->connection().path()));
  }

  const Table& table_;
  const std::shared_ptr<ReadTransaction> transaction_;
  const SqliteQuery query_;  // the statement's parameters point into it
  Statement statement_;
  std::string row_;
};

}  // namespace

StatusOr<std::unique_ptr<RowCursor>> OpenSqliteCursor(std::shared_ptr<ReadTransaction> transaction, const Table& table,
                                                      SqliteQuery query) {
  ASSIGN_OR_RETURN(Statement statement, transaction->connection().Prepare(query.sql));
  return std::make_unique<SqliteCursor>(std::move(transaction), table, std::move(query), std::move(statement));
}

}  // namespace earshot
