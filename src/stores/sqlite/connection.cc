#include "stores/sqlite/connection.h"

#include <absl/strings/str_replace.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "base/error_code.h"
#include "base/printable.h"
#include "base/stop_token.h"
#include "cql/time_text.h"
#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {
namespace {

// How long to wait for another program's lock before saying so.
constexpr int kBusyTimeoutMs = 2000;
constexpr int kBusyWaitMs = 20;
// These take less than a millisecond.
constexpr int kInstructionsBetweenStopChecks = 10'000;

// How much of SQLite's own messages is shown.
constexpr size_t kMessageBytesMax = 300;

// https://www.sqlite.org/fileformat.html, "The Database Header"
constexpr uintmax_t kHeaderBytes = 100;

Status NotADatabase(const std::string& path) {
  return WithCode(InputError("{} is not a SQLite database", path), ErrorCode::kNotADatabase);
}

// SQLite's busy handler: 1 repeats the attempt, 0 gives up.
int WaitForLock(void* /*data*/, int attempts) {
  if (attempts >= kBusyTimeoutMs / kBusyWaitMs) return 0;
  return SleepUntil(std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyWaitMs)).ok() ? 1 : 0;
}

// SQLite's progress handler: 1 interrupts the statement.
int InterruptAtStop(void* /*data*/) { return StopRequested() ? 1 : 0; }

// SQLite opens "file:..." as a URI, and ":memory:" without a file. A path that is absolute or begins with a dot is
// neither.
std::string NameForSqlite(const std::string& path) { return path.starts_with("/") ? path : "./" + path; }

// https://www.sqlite.org/uri.html
std::string ImmutableUri(const std::string& path) {
  return "file:" + absl::StrReplaceAll(NameForSqlite(path), {{"%", "%25"}, {"?", "%3f"}, {"#", "%23"}}) +
         "?immutable=1";
}

int FlagsOf(OpenMode mode) {
  switch (mode) {
    case OpenMode::kSalvage: return SQLITE_OPEN_READONLY;
    case OpenMode::kReadWrite: return SQLITE_OPEN_READWRITE;
    case OpenMode::kImmutable: return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case OpenMode::kFillNew:
    case OpenMode::kCreate: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  return 0;
}

}  // namespace

std::string HowToReplaceFile(const std::string& path) { return fmt::format("move {} away and load again", path); }

void Statement::Bind(int position, ColumnType type, std::string_view value) {
  switch (type) {
    case ColumnType::kBigint: sqlite3_bind_int64(statement_.get(), position, BigintOf(value)); break;
    case ColumnType::kInt: sqlite3_bind_int(statement_.get(), position, IntOf(value)); break;
    case ColumnType::kDouble: sqlite3_bind_double(statement_.get(), position, DoubleOf(value)); break;
    case ColumnType::kText: BindText(position, value); break;
    case ColumnType::kTimestamp: sqlite3_bind_int64(statement_.get(), position, TimestampOf(value)); break;
    case ColumnType::kDate:
      sqlite3_bind_text(statement_.get(), position, FormatDate(DateOf(value)).c_str(), -1, SQLITE_TRANSIENT);
      break;
  }
}

void Statement::BindText(int position, std::string_view text) {
  sqlite3_bind_text(statement_.get(), position, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

std::string Statement::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text == nullptr ? "" : std::string(reinterpret_cast<const char*>(text), size);
}

std::string Statement::Shown(int column) const {
  constexpr size_t kBytesMax = 32;
  sqlite3_stmt* statement = statement_.get();
  const int type = sqlite3_column_type(statement, column);
  if (type == SQLITE_NULL) return "null";
  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) return Text(column);
  if (type == SQLITE_TEXT) return fmt::format("'{}'", Printable(Text(column), kBytesMax));
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
  std::string hex;
  for (size_t i = 0; i < std::min(size, kBytesMax); ++i) hex += fmt::format("{:02x}", bytes[i]);
  return fmt::format("x'{}{}'", hex, size > kBytesMax ? "..." : "");
}

void Statement::AppendCell(int column, ColumnType type, std::string* row) const {
  sqlite3_stmt* statement = statement_.get();
  const int stored = sqlite3_column_type(statement, column);
  if (type == ColumnType::kText && stored == SQLITE_TEXT) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return AppendTextCell({text, static_cast<size_t>(sqlite3_column_bytes(statement, column))}, row);
  }
  if (type == ColumnType::kDouble && stored == SQLITE_FLOAT) {
    return AppendDoubleCell(sqlite3_column_double(statement, column), row);
  }
  if (type == ColumnType::kBigint && stored == SQLITE_INTEGER) {
    return AppendBigintCell(sqlite3_column_int64(statement, column), row);
  }
  if (type == ColumnType::kInt && stored == SQLITE_INTEGER) {
    const int64_t value = sqlite3_column_int64(statement, column);
    using Limits = std::numeric_limits<int32_t>;
    if (value >= Limits::min() && value <= Limits::max()) return AppendIntCell(static_cast<int32_t>(value), row);
  }
  if (type == ColumnType::kTimestamp && stored == SQLITE_INTEGER) {
    return AppendTimestampCell(sqlite3_column_int64(statement, column), row);
  }
  if (type == ColumnType::kDate && stored == SQLITE_TEXT) {
    if (const std::optional<uint32_t> date = ParseDate(Text(column))) return AppendDateCell(*date, row);
  }
  return stored == SQLITE_NULL ? AppendNullCell(row) : AppendInvalidCell(row);
}

// By default SQLite counts every allocation under one lock; the counts are not used here.
void ConfigureOnce() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
}

StatusOr<Connection> Connection::Open(const std::string& path, OpenMode mode) {
  ConfigureOnce();
  // SQLite takes a file shorter than its header for an empty database, and would overwrite it.
  std::error_code error;
  const uintmax_t bytes = std::filesystem::file_size(path, error);
  if (!error && bytes > 0 && bytes < kHeaderBytes) return NotADatabase(path);
  sqlite3* database = nullptr;
  // NOMUTEX: one thread at a time uses a connection, so SQLite need not lock it.
  const std::string name = mode == OpenMode::kImmutable ? ImmutableUri(path) : NameForSqlite(path);
  const int code = sqlite3_open_v2(name.c_str(), &database, FlagsOf(mode) | SQLITE_OPEN_NOMUTEX, nullptr);
  Connection connection(path, database);
  if (code != SQLITE_OK) return connection.ErrorOf(code);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_handler(database, WaitForLock, nullptr);
  sqlite3_progress_handler(database, kInstructionsBetweenStopChecks, InterruptAtStop, nullptr);
  RETURN_IF_ERROR(connection.TrustNothing());
  if (mode == OpenMode::kSalvage) {
    RETURN_IF_ERROR(connection.Salvage());
    return connection;
  }
  // Pages larger than the default of 4 KiB are read and written with fewer calls. A file that has tables keeps its
  // size.
  if (mode == OpenMode::kCreate || mode == OpenMode::kFillNew) {
    RETURN_IF_ERROR(connection.Execute("PRAGMA page_size = 16384"));
  }
  if (mode == OpenMode::kFillNew) {
    RETURN_IF_ERROR(connection.Execute("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"));
  }
  // The first read of the file.
  RETURN_IF_ERROR(connection.Execute("SELECT count(*) FROM main.sqlite_master"));
  RETURN_IF_ERROR(connection.CheckEncoding());
  return connection;
}

// The file may contain more than tables: none of that runs here, and a quoted name that is not a
// column's is an error, not a text. Damage in a page is detected when the page is read.
// https://www.sqlite.org/security.html
Status Connection::TrustNothing() {
  constexpr std::pair<int, int> kSettings[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
      {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_ENABLE_FKEY, 0},    {SQLITE_DBCONFIG_DQS_DML, 0},
      {SQLITE_DBCONFIG_DQS_DDL, 0},
  };
  for (const auto& [setting, value] : kSettings) {
    const int code = sqlite3_db_config(database_.get(), setting, value, nullptr);
    if (code != SQLITE_OK) return ErrorOf(code);
  }
  return Execute("PRAGMA cell_size_check = ON");
}

// https://www.sqlite.org/pragma.html#pragma_writable_schema; the first statement reads the schema, and may fail.
Status Connection::Salvage() {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
  RETURN_IF_ERROR(Execute("PRAGMA writable_schema = ON"));
  static_cast<void>(Execute("SELECT count(*) FROM main.sqlite_master"));
  return absl::OkStatus();
}

// Text is compared bytewise, and SQLite orders it as it is encoded in its file.
Status Connection::CheckEncoding() {
  ASSIGN_OR_RETURN(Statement statement, Prepare("PRAGMA encoding"));
  if (const int code = statement.Step(); code != SQLITE_ROW) return ErrorOf(code);
  const std::string encoding = statement.Text(0);
  if (encoding == "UTF-8") return absl::OkStatus();
  return WithCode(InputError("{} stores text in {}, whose order differs from that of UTF-8", path_, encoding),
                  ErrorCode::kOtherTextEncoding);
}

StatusOr<Statement> Connection::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return ErrorOf(code);
  return Statement(statement);
}

Status Connection::Execute(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : ErrorOf(code);
}

StatusOr<bool> Connection::HasAny(const std::string& rows) {
  ASSIGN_OR_RETURN(Statement statement, Prepare("SELECT EXISTS (SELECT 1 FROM " + rows + ")"));
  if (const int code = statement.Step(); code != SQLITE_ROW) return ErrorOf(code);
  return statement.Integer(0) != 0;
}

StatusOr<bool> Connection::UseWriteAheadLog() {
  // Where two programs wait for each other, SQLite does not call the busy handler: one of them has to let go.
  for (int attempts = 0;; ++attempts) {
    ASSIGN_OR_RETURN(Statement statement, Prepare("PRAGMA journal_mode = WAL"));
    const int code = statement.Step();
    if (code == SQLITE_ROW) return statement.Text(0) == "wal";
    if ((code & 0xFF) != SQLITE_BUSY || attempts >= kBusyTimeoutMs / kBusyWaitMs) return ErrorOf(code);
    statement.Reset();
    RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyWaitMs)));
  }
}

Status Connection::EmptyWriteAheadLog() {
  ASSIGN_OR_RETURN(Statement statement, Prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  if (const int code = statement.Step(); code != SQLITE_ROW) return ErrorOf(code);
  const bool is_blocked = statement.Integer(0) != 0;
  return is_blocked ? ErrorOf(SQLITE_BUSY) : absl::OkStatus();
}

StatusOr<bool> Connection::UseNoWriteAheadLog() {
  ASSIGN_OR_RETURN(Statement statement, Prepare("PRAGMA journal_mode = DELETE"));
  const int code = statement.Step();
  if (code == SQLITE_ROW) return statement.Text(0) != "wal";
  if ((code & 0xFF) == SQLITE_BUSY) return false;
  return ErrorOf(code);
}

Status Connection::AddModule(const char* name, const sqlite3_module& module, const void* data) {
  const int code = sqlite3_create_module(database_.get(), name, &module, const_cast<void*>(data));
  return code == SQLITE_OK ? absl::OkStatus() : ErrorOf(code);
}

Status Connection::CheckInTransaction() const {
  if (sqlite3_get_autocommit(database_.get()) == 0) return absl::OkStatus();
  return InputError("{}: all that was changed was taken back, as memory ran short or the disk failed; try again",
                    path_);
}

Status Connection::ErrorOf(int code) const {
  // At a stop the handlers above end a statement, or the wait for a lock.
  const int kind = code & 0xFF;
  if (StopRequested() && (kind == SQLITE_INTERRUPT || kind == SQLITE_BUSY)) return StopStatus();
  // It may quote anything in the file.
  const std::string message =
      Printable(database_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database_.get()), kMessageBytesMax);
  switch (code & 0xFF) {
    case SQLITE_NOTADB: return NotADatabase(path_);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return TransientError("{} is locked by another program; let it finish or close it, then try again", path_);
    case SQLITE_PROTOCOL:  // the lock of a write-ahead log, too often
    case SQLITE_NOMEM: return TransientError("{}: {}", path_, message);
    case SQLITE_CANTOPEN:
      return InputError("cannot open {}: {}; does its directory exist, and may you write there?", path_, message);
    case SQLITE_READONLY: return InputError("cannot write {}: {}", path_, message);
    case SQLITE_FULL:
      return InputError("cannot write {}: no space left on its disk; what was not yet complete is taken back", path_);
    case SQLITE_CORRUPT: return DamageError("{} is damaged: {}; {}", path_, message, HowToReplaceFile(path_));
    case SQLITE_IOERR:
      return InputError("cannot read or write {}: {}; is its disk full, at a quota, or failing?", path_, message);
    default: return InputError("{}: {}", path_, message);
  }
}

}  // namespace earshot
