#include "stores/sqlite/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/printable.h"
#include "rows/row.h"
#include "stores/load_mark.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/connection_pool.h"
#include "stores/sqlite/file_lease.h"
#include "stores/sqlite/new_file.h"
#include "stores/sqlite/schema.h"
#include "stores/sqlite/sql.h"
#include "stores/sqlite/sqlite_cursor.h"
#include "stores/sqlite/sqlite_writer.h"

namespace earshot {
namespace {

// How much of a foreign name is shown.
constexpr size_t kNameBytesMax = 100;

// "view mine": what the database holds besides `tables`, if anything. Views, indexes and triggers belong to somebody as
// much as tables do.
StatusOr<std::optional<std::string>> FindOther(Connection& connection, const std::vector<std::string>& tables) {
  ASSIGN_OR_RETURN(Statement all, connection.Prepare("SELECT type, name, tbl_name FROM main.sqlite_master"));
  int code = all.Step();
  for (; code == SQLITE_ROW; code = all.Step()) {
    if (std::find(tables.begin(), tables.end(), all.Text(2)) != tables.end()) continue;
    return fmt::format("{} {}", all.Text(0), Printable(all.Text(1), kNameBytesMax));
  }
  if (code != SQLITE_DONE) return connection.ErrorOf(code);
  return std::nullopt;
}

// SQLite follows links, and keeps its own files beside their target.
Status RemoveFile(const std::string& path) {
  std::error_code error;
  const std::string target = std::filesystem::canonical(path, error).string();
  // The file itself last: SQLite would take what is left of them for that of a new file.
  for (const char* suffix : {"-journal", "-wal", "-shm", ""}) {
    if (!error) std::filesystem::remove(target + suffix, error);
  }
  return error ? ErrnoError(error.value(), "cannot remove " + path) : absl::OkStatus();
}

// Removes the file where it holds nothing but `tables`, as far as it can be read, and nobody loads it.
Status RemoveFileOf(const std::string& path, OpenMode mode, const std::vector<std::string>& tables) {
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeFileLease(path, ThisLoad()));
  // The connection is closed before the file is removed.
  const Status others = [&]() -> Status {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path, mode));
    ASSIGN_OR_RETURN(const std::optional<std::string> other, FindOther(connection, tables));
    if (!other.has_value()) return absl::OkStatus();
    return InputError("sqlite:{} still holds {}; drop it with SQLite's own tools, or move the file away", path, *other);
  }();
  return others.ok() || absl::IsDataLoss(others) ? RemoveFile(path) : others;
}

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::string path) : path_(std::move(path)) { Use(path_); }

  // Opens the file where it exists; otherwise Create makes it.
  Status Open() {
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    return exists ? pool_->Begin().status() : absl::OkStatus();
  }

  std::string Name() const override { return "sqlite:" + path_; }

  std::string HowToReplace() const override { return HowToReplaceFile(path_); }

  StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() override {
    std::vector<std::pair<std::string, std::string>> facts = {{"SQLite", sqlite3_libversion()}, {"file", path_}};
    std::error_code error;
    const uintmax_t bytes = std::filesystem::file_size(path_, error);
    facts.emplace_back("size", error ? "no file yet" : fmt::format("{} bytes", bytes));
    return facts;
  }

  const RowOrder& Order() const override { return order_; }

  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner,
                                                 const std::vector<Table>& /*tables*/) override {
    return TakeFileLease(path_, owner);
  }

  // A file without tables is filled under another name, which is faster than anything that could be undone. Else all
  // changes are one transaction, and the file has a write-ahead log, so that readers do not wait for it.
  StatusOr<std::unique_ptr<Changes>> Begin() override {
    pool_->Clear();
    ASSIGN_OR_RETURN(const bool is_empty, IsEmpty());
    if (is_empty) {
      ASSIGN_OR_RETURN(std::string target, BehindLinks(path_));
      ASSIGN_OR_RETURN(std::unique_ptr<NewFile> file, NewFile::Create(std::move(target)));
      return std::make_unique<ANewFile>(*this, std::move(file));
    }
    ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, ConnectionForChanges(OpenMode::kReadWrite));
    ASSIGN_OR_RETURN(const bool has_log, connection->UseWriteAheadLog());
    if (!has_log) {
      return InputError("{} cannot be written while it is read, as its file system shares no memory between programs",
                        path_);
    }
    RETURN_IF_ERROR(connection->Execute("BEGIN IMMEDIATE"));
    changing_ = connection;
    return std::make_unique<OneTransaction>(*this);
  }

  // SQLite has one writer at a time, and fills a table fastest from its beginning to its end.
  std::vector<KeyRange> WriteRanges(size_t /*count*/) const override { return {KeyRange{}}; }

  Status Create(const Table& table) override {
    ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, ConnectionForChanges(OpenMode::kCreate));
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
    ASSIGN_OR_RETURN(const std::string target, BehindLinks(path_));
    pool_->Clear();
    ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeLease(ThisLoad(), tables));
    std::error_code error;
    std::string left;
    if (const std::string path = NewFile::PathFor(target); std::filesystem::exists(path, error)) {
      left = fmt::format("{} is there, which has rows if a load was killed; if no load is at work, remove it", path);
    }
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return left;
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path_, OpenMode::kReadWrite));
    RETURN_IF_ERROR(connection.Execute("PRAGMA secure_delete = ON"));
    RETURN_IF_ERROR(connection.Execute("VACUUM"));
    RETURN_IF_ERROR(connection.EmptyWriteAheadLog());
    return left;
  }

  Status Drop(const Table& table) override {
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return absl::OkStatus();
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path_, OpenMode::kReadWrite));
    ASSIGN_OR_RETURN(const std::optional<TableSchema> schema, ReadSqliteSchema(connection, table.name));
    if (!schema.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckSqliteSchema(*schema, table));
    return connection.Execute("DROP TABLE IF EXISTS " + Quoted(table.name));
  }

  Status DropKeyspace(const std::vector<std::string>& damaged) override {
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return absl::OkStatus();
    pool_->Clear();
    return RemoveFileOf(path_, OpenMode::kReadWrite, damaged);
  }

  StatusOr<TableState> State(const Table& table) override {
    TableState state;
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return state;
    ASSIGN_OR_RETURN(const std::unique_ptr<ReadTransaction> transaction, pool_->Begin());
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
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return NoTable(table);
    ASSIGN_OR_RETURN(const std::shared_ptr<Connection> connection, ConnectionForChanges(OpenMode::kReadWrite));
    const bool is_alone = connection != changing_;
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
      AppendCellOfSortable(table.columns.front().type, key, &query.bound_cells);
      query.columns.push_back(0);
    }
    return Read(table, std::move(query));
  }

  StatusOr<std::unique_ptr<RowCursor>> Answer(const Table& table, std::string_view given_cells,
                                              const ColumnRange& range) override {
    SqliteQuery query{SqliteAnswer(table, range), std::string(given_cells), table.given};
    for (const std::string& bound : {range.from, range.to}) {
      if (bound.empty()) continue;
      query.bound_cells += bound;
      query.columns.push_back(table.given.size());
    }
    return Read(table, std::move(query));
  }

 private:
  // A new file takes the store's place at the end.
  class ANewFile : public Changes {
   public:
    ANewFile(SqliteStore& store, std::unique_ptr<NewFile> file) : store_(store), file_(std::move(file)) {
      store_.Use(file_->path());
    }
    ~ANewFile() override { store_.Use(store_.path_); }

    bool appear_at_once() const override { return true; }
    Status Commit() override {
      store_.Use(store_.path_);
      // It may have been long since it was looked at.
      ASSIGN_OR_RETURN(const bool is_empty, store_.IsEmpty());
      if (!is_empty) {
        return TransientError("another program has filled {} meanwhile, so it was left as it is", store_.path_);
      }
      RETURN_IF_ERROR(UseLog());
      return file_->Commit();
    }

   private:
    // To get one later, the file would have to be read by nobody at that moment.
    Status UseLog() const {
      ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_->path(), OpenMode::kFillNew));
      return connection.UseWriteAheadLog().status();
    }

    SqliteStore& store_;
    const std::unique_ptr<NewFile> file_;
  };

  // Closing a connection without a COMMIT rolls back.
  class OneTransaction : public Changes {
   public:
    explicit OneTransaction(SqliteStore& store) : store_(store) {}
    ~OneTransaction() override { store_.changing_.reset(); }

    bool appear_at_once() const override { return true; }
    Status Commit() override { return store_.changing_->Execute("COMMIT"); }

   private:
    SqliteStore& store_;
  };

  // From now on this file is written and read.
  void Use(const std::string& file) {
    file_ = file;
    pool_ = std::make_unique<ConnectionPool>(file_);
  }

  StatusOr<bool> FileExists() const {
    std::error_code error;
    const bool exists = std::filesystem::exists(file_, error);
    if (error) return ErrnoError(error.value(), "cannot look for " + file_);
    return exists;
  }

  // Marks of loads are no tables.
  StatusOr<bool> IsEmpty() const {
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return true;
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(file_, OpenMode::kReadWrite));
    ASSIGN_OR_RETURN(const std::optional<std::string> other, FindOther(connection, {LoadMarksTable().name}));
    if (other.has_value()) return false;
    // A log that others have open would be taken for that of the file that replaces this one.
    return connection.UseNoWriteAheadLog();
  }

  StatusOr<std::shared_ptr<Connection>> ConnectionForChanges(OpenMode mode) const {
    if (changing_ != nullptr) return changing_;
    ASSIGN_OR_RETURN(Connection opened, Connection::Open(file_, file_ == path_ ? mode : OpenMode::kFillNew));
    return std::make_shared<Connection>(std::move(opened));
  }

  Status NoTable(const Table& table) const {
    return WithCode(InputError("{} has no table {}", Name(), table.name), ErrorCode::kTableMissing);
  }

  // The schema is compared in the same transaction that reads the rows.
  StatusOr<std::unique_ptr<RowCursor>> Read(const Table& table, SqliteQuery query) {
    ASSIGN_OR_RETURN(const bool exists, FileExists());
    if (!exists) return NoTable(table);
    ASSIGN_OR_RETURN(std::unique_ptr<ReadTransaction> transaction, pool_->Begin());
    ASSIGN_OR_RETURN(const TableSchema* schema, transaction->Schema(table.name));
    if (schema == nullptr) return NoTable(table);
    RETURN_IF_ERROR(CheckSqliteSchema(*schema, table));
    return OpenSqliteCursor(std::move(transaction), table, std::move(query));
  }

  const std::string path_;
  std::string file_;  // the same, unless a new one is being filled
  const KeyOrder order_;
  std::unique_ptr<ConnectionPool> pool_;
  std::shared_ptr<Connection> changing_;  // in whose transaction the changes of a load are, if so
};

}  // namespace

Status RemoveDamagedSqliteFile(const std::string& path, const std::vector<std::string>& tables) {
  return RemoveFileOf(path, OpenMode::kSalvage, tables);
}

StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path) {
  if (path == ":memory:") {
    return UsageError("sqlite::memory: would not outlive the load; name a file: sqlite:earshot.db");
  }
  auto store = std::make_unique<SqliteStore>(path);
  RETURN_IF_ERROR(store->Open());
  return store;
}

}  // namespace earshot
