#include "stores/sqlite/sqlite_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/printable.h"
#include "rows/row.h"
#include "stores/damage.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/schema.h"
#include "stores/sqlite/sql.h"
#include "stores/sqlite/sqlite_writer.h"

namespace earshot {
namespace {

// Gives a statement's rows as cells. Owns the connection where one was opened for it alone.
class SqliteCursor : public RowCursor {
 public:
  SqliteCursor(const Table& table, std::optional<Connection> owned, Connection* connection, Statement statement)
      : table_(table),
        owned_(std::move(owned)),
        connection_(owned_.has_value() ? &*owned_ : connection),
        statement_(std::move(statement)) {}

  // Binds each of `cells` as a value of one of `columns`.
  void Bind(std::string cells, const std::vector<size_t>& columns) {
    bound_ = std::move(cells);
    CellReader reader(bound_);
    int position = 1;
    for (const size_t column : columns) statement_.Bind(position++, table_.columns[column].type, reader.Next());
  }

  StatusOr<bool> Next(std::string_view* row) override {
    const int code = statement_.Step();
    if (code == SQLITE_DONE) return false;
    if (code != SQLITE_ROW) return connection_->ErrorOf(code);
    row_.clear();
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const size_t cell = row_.size();
      statement_.AppendCell(static_cast<int>(i), table_.columns[i].type, &row_);
      if (i < table_.key_size && IsNullCell(std::string_view(row_).substr(cell))) return ForeignKeyValue(i);
    }
    *row = row_;
    return true;
  }

  std::string ShownNull(size_t column) const override { return statement_.Shown(static_cast<int>(column)); }

 private:
  Status ForeignKeyValue(size_t column) const {
    return DamageError(
        "table {} holds a row whose {} is {}, which is no {}: another program wrote it, or the file is damaged; remove "
        "it, "
        "or {}",
        table_.name, table_.columns[column].name, ShownNull(column), CqlName(table_.columns[column].type),
        HowToReplaceFile(connection_->path()));
  }

  const Table& table_;
  std::optional<Connection> owned_;
  Connection* connection_;
  std::string bound_;  // what the statement's parameters point to
  Statement statement_;
  std::string row_;
};

// So much of a name that somebody else gave is shown.
constexpr size_t kNameBytesMax = 100;

// An error where the database holds anything but `tables`. Views, indexes and triggers are
// as much somebody's as tables are.
Status CheckNothingBut(Connection& connection, const std::string& store, const std::vector<std::string>& tables) {
  StatusOr<Statement> others = connection.Prepare("SELECT type, name, tbl_name FROM main.sqlite_master");
  int code = others.ok() ? others->Step() : SQLITE_ERROR;
  for (; code == SQLITE_ROW; code = others->Step()) {
    if (std::find(tables.begin(), tables.end(), others->Text(2)) != tables.end()) continue;
    return InputError("{} still holds {} {}; drop it with SQLite's own tools, or move the file away", store,
                      others->Text(0), Printable(others->Text(1), kNameBytesMax));
  }
  if (!others.ok() || code == SQLITE_DONE) return others.status();
  return connection.ErrorOf(code);
}

// SQLite follows links, and keeps its own files beside the one that they lead to.
Status RemoveFile(const std::string& path) {
  std::error_code error;
  const std::string target = std::filesystem::canonical(path, error).string();
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    if (!error) std::filesystem::remove(target + suffix, error);
  }
  return error ? ErrnoError(error.value(), "cannot remove " + path) : absl::OkStatus();
}

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::string path) : path_(std::move(path)) {}

  // Connects to the file if it is there; where it is not, nothing is made before Create.
  Status Connect() {
    std::error_code error;
    const bool exists = std::filesystem::exists(path_, error);
    if (error) return ErrnoError(error.value(), "cannot look for " + path_);
    return exists ? Connect(OpenMode::kReadWrite) : absl::OkStatus();
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

  // SQLite has one writer at a time, and fills a table fastest from its beginning to its end.
  std::vector<KeyRange> WriteRanges(size_t /*count*/) const override { return {KeyRange{}}; }

  Status Create(const Table& table) override {
    if (!connection_.has_value()) RETURN_IF_ERROR(Connect(OpenMode::kCreate));
    RETURN_IF_ERROR(CheckSchema(*connection_, table));
    ASSIGN_OR_RETURN(const SchemaMatch schema, MatchSchema(*connection_, table));
    return schema == SchemaMatch::kNone ? connection_->Execute(SqliteCreateTable(table)) : absl::OkStatus();
  }

  Status Drop(const Table& table) override {
    if (!connection_.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(CheckSchema(*connection_, table));
    return connection_->Execute("DROP TABLE IF EXISTS " + Quoted(table.name));
  }

  Status DropKeyspace(const std::vector<std::string>& damaged) override {
    if (!connection_.has_value()) return absl::OkStatus();
    Status others = CheckNothingBut(*connection_, Name(), damaged);
    if (!others.ok() && !absl::IsDataLoss(others)) return others;
    connection_.reset();
    return RemoveFile(path_);
  }

  StatusOr<TableState> State(const Table& table) override {
    TableState state;
    if (!connection_.has_value()) return state;
    ASSIGN_OR_RETURN(const SchemaMatch schema, MatchSchema(*connection_, table));
    state.exists = schema != SchemaMatch::kNone;
    state.has_other_schema = schema == SchemaMatch::kOther;
    if (schema != SchemaMatch::kSame) return state;
    ASSIGN_OR_RETURN(Statement count, connection_->Prepare("SELECT count(*) FROM " + Quoted(table.name)));
    if (const int code = count.Step(); code != SQLITE_ROW) return connection_->ErrorOf(code);
    state.rows = static_cast<uint64_t>(count.Integer(0));
    return state;
  }

  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime /*time*/) override {
    RETURN_IF_ERROR(CheckReady(table));
    return OpenSqliteWriter(path_, table);
  }

  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    RETURN_IF_ERROR(CheckReady(table));
    // A connection of its own lets the scan run beside others, in another thread.
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path_, OpenMode::kReadOnly));
    ASSIGN_OR_RETURN(Statement statement,
                     connection.Prepare(SqliteScan(table, !range.begin.empty(), !range.end.empty())));
    auto cursor = std::make_unique<SqliteCursor>(table, std::move(connection), nullptr, std::move(statement));
    std::string bounds;
    std::vector<size_t> columns;  // of the bounds: each is a value of the first
    for (const std::string& key : {range.begin, range.end}) {
      if (key.empty()) continue;
      AppendCellOfSortable(table.columns.front().type, key, &bounds);
      columns.push_back(0);
    }
    cursor->Bind(std::move(bounds), columns);
    return cursor;
  }

  StatusOr<std::unique_ptr<RowCursor>> Answer(const Table& table, std::string_view given_cells) override {
    RETURN_IF_ERROR(CheckReady(table));
    ASSIGN_OR_RETURN(Statement statement, connection_->Prepare(SqliteAnswer(table)));
    auto cursor = std::make_unique<SqliteCursor>(table, std::nullopt, &*connection_, std::move(statement));
    cursor->Bind(std::string(given_cells), table.given);
    return cursor;
  }

 private:
  Status Connect(OpenMode mode) {
    ASSIGN_OR_RETURN(connection_, Connection::Open(path_, mode));
    return absl::OkStatus();
  }

  // The table must be there, in the schema that the question needs.
  Status CheckReady(const Table& table) {
    if (connection_.has_value()) {
      ASSIGN_OR_RETURN(const SchemaMatch schema, MatchSchema(*connection_, table));
      if (schema != SchemaMatch::kNone) return CheckSchema(*connection_, table);
    }
    return WithCode(InputError("{} has no table {}", Name(), table.name), ErrorCode::kTableMissing);
  }

  const std::string path_;
  const KeyOrder order_;
  std::optional<Connection> connection_;
};

}  // namespace

Status RemoveDamagedSqliteFile(const std::string& path, const std::vector<std::string>& tables) {
  // The connection is closed before the file goes.
  const Status others = [&]() -> Status {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path, OpenMode::kSalvage));
    return CheckNothingBut(connection, "sqlite:" + path, tables);
  }();
  return others.ok() || absl::IsDataLoss(others) ? RemoveFile(path) : others;
}

StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path) {
  if (path == ":memory:") {
    return UsageError("sqlite::memory: would be gone with the command that fills it; name a file: sqlite:earshot.db");
  }
  auto store = std::make_unique<SqliteStore>(path);
  RETURN_IF_ERROR(store->Connect());
  return store;
}

}  // namespace earshot
