#include "stores/sqlite/connection_pool.h"

#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/file_stamp.h"
#include "stores/sqlite/schema.h"

namespace earshot {
namespace {

// Connections beyond these are closed after use.
constexpr size_t kFreeMax = 8;

// A user who may not write in the file's directory can read it while nobody has it open for writing: then there is
// neither a log beside it, nor a journal from which what a killed program has written is to be undone.
bool MayBeImmutable(const std::string& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::canonical(path, error);
  if (error || access(file.parent_path().c_str(), W_OK) == 0) return false;
  for (const char* suffix : {"-wal", "-journal"}) {
    if (std::filesystem::exists(file.string() + suffix, error) || error) return false;
  }
  return true;
}

// For writing too, as a reader may have to roll back what a killed writer has left.
StatusOr<Connection> OpenForReading(const std::string& path) {
  StatusOr<Connection> opened = Connection::Open(path, OpenMode::kReadWrite);
  if (opened.ok() || !MayBeImmutable(path)) return opened;
  return Connection::Open(path, OpenMode::kImmutable);
}

}  // namespace

struct PooledConnection {
  Connection connection;
  FileStamp opened;  // the file that the connection has open; another one may have taken its name since
  // SQLite's counter of the changes that other connections made, and what has been read since it had this value.
  int64_t data_version = 0;
  std::map<std::string, std::optional<TableSchema>> schemas;
};

namespace {

bool HasOpen(const PooledConnection& connection, const FileStamp& file) {
  return connection.opened.device == file.device && connection.opened.inode == file.inode;
}

}  // namespace

ConnectionPool::ConnectionPool(std::string path) : path_(std::move(path)) {}

ConnectionPool::~ConnectionPool() { Clear(); }

void ConnectionPool::Clear() {
  const std::lock_guard lock(mutex_);
  EARSHOT_CHECK(lent_ == 0);
  free_.clear();
}

StatusOr<std::unique_ptr<ReadTransaction>> ConnectionPool::Begin() {
  ASSIGN_OR_RETURN(std::unique_ptr<PooledConnection> connection, Take());
  auto transaction = std::make_unique<ReadTransaction>(*this, std::move(connection));
  RETURN_IF_ERROR(transaction->Begin());
  return transaction;
}

StatusOr<std::unique_ptr<PooledConnection>> ConnectionPool::Take() {
  // Before the file is opened, so that a file that replaces it meanwhile is noticed the next time.
  ASSIGN_OR_RETURN(const FileStamp file, StampOf(path_));
  {
    const std::lock_guard lock(mutex_);
    while (!free_.empty()) {
      std::unique_ptr<PooledConnection> connection = std::move(free_.back());
      free_.pop_back();
      if (!HasOpen(*connection, file)) continue;
      ++lent_;
      return connection;
    }
  }
  ASSIGN_OR_RETURN(Connection opened, OpenForReading(path_));
  auto connection = std::make_unique<PooledConnection>(PooledConnection{std::move(opened), file, 0, {}});
  const std::lock_guard lock(mutex_);
  ++lent_;
  return connection;
}

void ConnectionPool::GiveBack(std::unique_ptr<PooledConnection> connection) {
  const bool is_usable = connection->connection.Execute("COMMIT").ok();
  const std::lock_guard lock(mutex_);
  --lent_;
  if (is_usable && free_.size() < kFreeMax) free_.push_back(std::move(connection));
}

ReadTransaction::ReadTransaction(ConnectionPool& pool, std::unique_ptr<PooledConnection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

ReadTransaction::~ReadTransaction() { pool_.GiveBack(std::move(connection_)); }

Connection& ReadTransaction::connection() { return connection_->connection; }

Status ReadTransaction::Begin() {
  RETURN_IF_ERROR(connection().Execute("BEGIN"));
  // The first read: from here on the transaction sees one state of the file.
  ASSIGN_OR_RETURN(Statement statement, connection().Prepare("PRAGMA data_version"));
  if (const int code = statement.Step(); code != SQLITE_ROW) return connection().ErrorOf(code);
  const int64_t version = statement.Integer(0);
  if (version != connection_->data_version) connection_->schemas.clear();
  connection_->data_version = version;
  return absl::OkStatus();
}

StatusOr<const TableSchema*> ReadTransaction::Schema(const std::string& table) {
  auto known = connection_->schemas.find(table);
  if (known == connection_->schemas.end()) {
    ASSIGN_OR_RETURN(std::optional<TableSchema> schema, ReadSqliteSchema(connection(), table));
    known = connection_->schemas.emplace(table, std::move(schema)).first;
  }
  return known->second.has_value() ? &*known->second : nullptr;
}

}  // namespace earshot
