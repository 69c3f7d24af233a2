#include "stores/sqlite/sqlite_store.h"

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/file.h"
#include "rows/row.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/connection_pool.h"
#include "stores/sqlite/file_lease.h"
#include "stores/sqlite/foreign_tables.h"
#include "stores/sqlite/new_file.h"
#include "stores/sqlite/schema.h"
#include "stores/sqlite/sql.h"
#include "stores/sqlite/sqlite_cursor.h"
#include "stores/sqlite/sqlite_writer.h"
#include "stores/sqlite/store_file.h"

namespace earshot {
namespace {

// In one transaction.
class SqliteAnswers : public AnswerReader {
 public:
  SqliteAnswers(std::shared_ptr<ReadTransaction> transaction, const Table& table)
      : transaction_(std::move(transaction)), table_(table) {}

  StatusOr<std::unique_ptr<RowCursor>> Open(std::string_view given_cells, const ColumnRange& range) override {
    SqliteQuery query{SqliteAnswer(table_, range), std::string(given_cells), table_.given};
    for (const std::string& bound : {range.from, range.to}) {
      if (bound.empty()) continue;
      query.bound_cells += bound;
      query.columns.push_back(table_.given.size());
    }
    return OpenSqliteCursor(transaction_, table_, std::move(query));
  }

 private:
  const std::shared_ptr<ReadTransaction> transaction_;
  const Table& table_;
};

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::string path) : file_(std::move(path)) {}

  // Opens the file where it exists; otherwise Create makes it.
  Status Open() {
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    return exists ? file_.Read().status() : absl::OkStatus();
  }

  std::string Name() const override { return "sqlite:" + file_.path(); }

  std::string HowToReplace() const override { return HowToReplaceFile(file_.path()); }

  StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() override {
    std::vector<std::pair<std::string, std::string>> facts = {{"SQLite", sqlite3_libversion()}, {"file", file_.path()}};
    std::error_code error;
    const uintmax_t bytes = std::filesystem::file_size(file_.path(), error);
    facts.emplace_back("size", error ? "no file yet" : fmt::format("{} bytes", bytes));
    return facts;
  }

  const RowOrder& Order() const override { return order_; }

  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner,
                                                 const std::vector<Table>& /*tables*/) override {
    return TakeFileLease(file_.path(), owner);
  }

  StatusOr<std::unique_ptr<Changes>> Begin() override { return file_.BeginChanges(); }

  // SQLite has one writer at a time, and fills a table fastest from its beginning to its end.
  std::vector<KeyRange> WriteRanges(size_t /*count*/) const override { return {KeyRange{}}; }

  Status Create(const Table& table) override {
    ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, file_.ConnectionForChanges(OpenMode::kCreate));
    ASSIGN_OR_RETURN(std::optional<TableSchema> schema, ReadSqliteSchema(*connection, table.name));
    if (!schema.has_value()) {
      Status created = connection->Execute(SqliteCreateTable(table));
      if (created.ok()) return absl::OkStatus();
      // Another program may have created it since.
      ASSIGN_OR_RETURN(schema, ReadSqliteSchema(*connection, table.name));
      if (!schema.has_value()) return created;
    }
    return CheckSqliteSchema(*schema, table);
  }

  // Free pages, and free room in pages, hold what was removed until it is written over: by loads of before, too. So the
  // whole file is written again, and its log emptied. The lease removes the file of a first load that was killed.
  StatusOr<std::string> EraseRemains(const std::vector<Table>& tables) override {
    ASSIGN_OR_RETURN(const std::string target, BehindLinks(file_.path()));
    file_.CloseReaders();
    ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeLease(ThisLoad(), tables));
    std::error_code error;
    std::string left;
    if (const std::string path = NewFile::PathFor(target); std::filesystem::exists(path, error)) {
      left = fmt::format("{} is there, which has rows if a load was killed; if no load is at work, remove it", path);
    }
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return left;
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_.path(), OpenMode::kReadWrite));
    RETURN_IF_ERROR(connection.Execute("PRAGMA secure_delete = ON"));
    RETURN_IF_ERROR(connection.Execute("VACUUM"));
    RETURN_IF_ERROR(connection.EmptyWriteAheadLog());
    return left;
  }

  Status Drop(const Table& table) override {
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return absl::OkStatus();
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_.path(), OpenMode::kReadWrite));
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSqliteSchema(connection, table.name));
    if (!schema.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckSqliteSchema(*schema, table));
    return connection.Execute("DROP TABLE IF EXISTS " + Quoted(table.name));
  }

  Status DropKeyspace(const std::vector<std::string>& damaged) override {
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return absl::OkStatus();
    file_.CloseReaders();
    return RemoveFileOf(file_.path(), OpenMode::kReadWrite, damaged);
  }

  StatusOr<TableState> State(const Table& table) override {
    TableState state;
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return state;
    ASSIGN_OR_RETURN(const std::unique_ptr<ReadTransaction> transaction, file_.Read());
    ASSIGN_OR_RETURN(const TableSchema* schema, transaction->Schema(table.name));
    state.exists = schema != nullptr;
    state.has_other_schema = state.exists && *schema != SqliteSchemaOf(table);
    if (!state.exists || state.has_other_schema) return state;
    ASSIGN_OR_RETURN(Statement count, transaction->connection().Prepare("SELECT count(*) FROM " + Quoted(table.name)));
    if (const int code = count.Step(); code != SQLITE_ROW) return transaction->connection().ErrorOf(code);
    state.rows = static_cast<uint64_t>(count.Integer(0));
    return state;
  }

  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime /*time*/) override {
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return NoTable(table);
    ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, file_.ConnectionForChanges(OpenMode::kReadWrite));
    const bool is_alone = !file_.HasTransaction();
    if (is_alone) RETURN_IF_ERROR(connection->Execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSqliteSchema(*connection, table.name));
    if (!schema.has_value()) return NoTable(table);
    RETURN_IF_ERROR(CheckSqliteSchema(*schema, table));
    return OpenSqliteWriter(connection, is_alone, table);
  }

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    SqliteQuery query{SqliteScan(table, range), "", {}};
    for (const std::string& key : {range.begin, range.end}) {
      if (key.empty()) continue;
      AppendCellOfSortable(table.columns.front().type, /*descending=*/false, key, &query.bound_cells);
      query.columns.push_back(0);
    }
    ASSIGN_OR_RETURN(std::shared_ptr<ReadTransaction> transaction, BeginRead(table));
    return OpenSqliteCursor(std::move(transaction), table, std::move(query));
  }

  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) override {
    ASSIGN_OR_RETURN(std::shared_ptr<ReadTransaction> transaction, BeginRead(table));
    return std::make_unique<SqliteAnswers>(std::move(transaction), table);
  }

 private:
  Status NoTable(const Table& table) const {
    return WithCode(InputError("{} has no table {}", Name(), table.name), ErrorCode::kTableMissing);
  }

  // The schema is compared in the same transaction that reads the rows.
  StatusOr<std::shared_ptr<ReadTransaction>> BeginRead(const Table& table) {
    ASSIGN_OR_RETURN(const bool exists, file_.Exists());
    if (!exists) return NoTable(table);
    ASSIGN_OR_RETURN(std::unique_ptr<ReadTransaction> transaction, file_.Read());
    ASSIGN_OR_RETURN(const TableSchema* schema, transaction->Schema(table.name));
    if (schema == nullptr) return NoTable(table);
    RETURN_IF_ERROR(CheckSqliteSchema(*schema, table));
    return std::shared_ptr<ReadTransaction>(std::move(transaction));
  }

  StoreFile file_;
  const KeyOrder order_{};
};

}  // namespace

Status RemoveDamagedSqliteFile(const std::string& path, const std::vector<std::string>& tables) {
  return RemoveFileOf(path, OpenMode::kSalvage, tables);
}

StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path) {
  if (path == ":memory:") {
    return UsageError("sqlite::memory: would not outlive the load; name a file: sqlite:earshot.db");
  }
  RETURN_IF_ERROR(CheckRegularFile(path));
  auto store = std::make_unique<SqliteStore>(path);
  RETURN_IF_ERROR(store->Open());
  return store;
}

}  // namespace earshot
