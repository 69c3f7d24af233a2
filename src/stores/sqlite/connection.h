// A SQLite connection and its statements, closed and finalized with their objects. SQLite's result codes become a
// Status: what went wrong, with which file, and what to do.
//
// A Connection and its Statements belong to one thread at a time. Statements must be gone before their Connection.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "plays/play.h"

namespace earshot {

// What to do with a damaged file, for messages.
std::string HowToReplaceFile(const std::string& path);

// kSalvage is for reading a damaged file: as much of its schema as can be parsed. kImmutable is for reading a file that
// has a write-ahead log where SQLite may not put one beside it: nobody may write it meanwhile. kFillNew is for filling
// a file that nobody else knows: it is worth nothing after a crash.
enum class OpenMode { kReadWrite, kCreate, kSalvage, kImmutable, kFillNew };

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, sqlite3_finalize) {}

  // Binds the value of a cell (rows/row.h) to the bind marker at `position`, from 1. Text is not copied: it must
  // outlive the statement, or its next binding.
  void Bind(int position, ColumnType type, std::string_view value);
  void BindText(int position, std::string_view text);

  // SQLITE_ROW, SQLITE_DONE or an error's code.
  int Step() { return sqlite3_step(statement_.get()); }
  void Reset() { sqlite3_reset(statement_.get()); }

  std::string Text(int column) const;
  // The value at `column` as SQL writes it, cut short where it is long: x'00ff', 'text', 1.5.
  std::string Shown(int column) const;
  int64_t Integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  // Appends the value at `column` as a cell. A NULL, and a value of another type than `type`, gives a null cell.
  void AppendCell(int column, ColumnType type, std::string* row) const;

 private:
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_;
};

class Connection {
 public:
  // Opens the database. A file that is not a SQLite database is an error here, not at the first use, and so is one
  // whose text is not in UTF-8. `path` is always a path: SQLite's URIs and ":memory:" are files of those names.
  static StatusOr<Connection> Open(const std::string& path, OpenMode mode);

  StatusOr<Statement> Prepare(const std::string& sql);
  Status Execute(const std::string& sql);
  // Registers the module of a virtual table; `data` is passed to its xConnect.
  Status AddModule(const char* name, const sqlite3_module& module, const void* data);
  // Whether `rows`, a table or a SELECT in parentheses, has any.
  StatusOr<bool> HasAny(const std::string& rows);
  // From now on, and for all programs, readers of the file and its one writer do not wait for each other
  // (https://www.sqlite.org/wal.html). Costs nothing where it is so already; else nobody may be reading it. False where
  // the file system cannot have it.
  StatusOr<bool> UseWriteAheadLog();
  // Whether the file has no write-ahead log, or has none from now on, which it keeps where others have it open.
  StatusOr<bool> UseNoWriteAheadLog();
  // Brings all that is in the write-ahead log into the file, and empties the log. A transient error where somebody
  // reads an older state of the file from it. Nothing where there is no log.
  Status EmptyWriteAheadLog();
  // An error, and no transient one, where the transaction that was begun is over: SQLite takes all of it back where its
  // memory runs short or the disk fails, and what is written after that would be a change of its own.
  Status CheckInTransaction() const;
  // How many rows the last statement has inserted, changed or deleted, as SQLite counts them.
  uint64_t ChangedRows() const { return static_cast<uint64_t>(sqlite3_changes64(database_.get())); }
  const std::string& path() const { return path_; }
  // The Status of the result code of the last call on this connection.
  Status ErrorOf(int code) const;

 private:
  Status TrustNothing();
  Status Salvage();
  Status CheckEncoding();

  Connection(std::string path, sqlite3* database) : path_(std::move(path)), database_(database, sqlite3_close) {}

  std::string path_;
  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_;
};

}  // namespace earshot
