#include "stores/sqlite/sqlite_writer.h"

#include <sqlite3.h>

#include <optional>
#include <utility>

#include "stores/damage.h"
#include "stores/sqlite/batch_table.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sql.h"
#include "stores/synchronous_writer.h"

namespace earshot {
namespace {

// Large enough that a call for each batch costs nothing compared with its rows.
constexpr WriteLimits kLimits = {.batch_rows_max = 4096, .batch_bytes_max = size_t{1} << 20};

class SqliteWriter : public SynchronousWriter {
 public:
  SqliteWriter(std::shared_ptr<Connection> connection, bool commits, const Table& table)
      : source_{&table, nullptr}, connection_(std::move(connection)), commits_(commits) {}

  // The next writer of the transaction has a batch table of its own.
  ~SqliteWriter() override {
    insert_.reset();
    delete_.reset();
    static_cast<void>(connection_->Execute(fmt::format("DROP TABLE IF EXISTS {}", kBatchTable)));
  }

  Status Prepare() {
    RETURN_IF_ERROR(AddBatchTable(*connection_, source_));
    ASSIGN_OR_RETURN(insert_, connection_->Prepare(SqliteInsert(*source_.table, kBatchTable)));
    ASSIGN_OR_RETURN(delete_, connection_->Prepare(SqliteDelete(*source_.table, kBatchTable)));
    ASSIGN_OR_RETURN(const bool has_rows, connection_->HasAny(Quoted(source_.table->name)));
    was_empty_ = !has_rows;
    return absl::OkStatus();
  }

  WriteLimits limits() const override { return kLimits; }
  Status Append(const RowBatch& batch) override {
    RETURN_IF_ERROR(connection_->CheckInTransaction());
    source_.batch = &batch;
    Statement& statement = batch.removes ? *delete_ : *insert_;
    const int code = statement.Step();
    statement.Reset();
    if (code != SQLITE_DONE) return connection_->ErrorOf(code);
    if (batch.removes) return absl::OkStatus();
    sent_rows_ += batch.row_ends.size();
    const uint64_t stored = connection_->ChangedRows();
    return stored == batch.row_ends.size() ? absl::OkStatus() : WrongCount("stored", stored, batch.row_ends.size());
  }

  // Of the rows that a table held before any number may have been replaced, and to count them takes as long as to read
  // the table.
  Status Commit() override {
    if (was_empty_ && sent_rows_ > 0) RETURN_IF_ERROR(CheckHeld());
    return commits_ ? connection_->Execute("COMMIT") : absl::OkStatus();
  }

 private:
  Status CheckHeld() {
    ASSIGN_OR_RETURN(const uint64_t held, Count(Quoted(source_.table->name)));
    return held == sent_rows_ ? absl::OkStatus() : WrongCount("holds", held, sent_rows_);
  }

  StatusOr<uint64_t> Count(const std::string& rows) {
    ASSIGN_OR_RETURN(Statement count, connection_->Prepare("SELECT count(*) FROM " + rows));
    if (const int code = count.Step(); code != SQLITE_ROW) return connection_->ErrorOf(code);
    return static_cast<uint64_t>(count.Integer(0));
  }

  Status WrongCount(const char* what, uint64_t rows, uint64_t sent) const {
    return DamageError("table {} {} {} rows of {} that were sent to it: {} is damaged, or is not what it seems; {}",
                       source_.table->name, what, rows, sent, connection_->path(),
                       HowToReplaceFile(connection_->path()));
  }

  BatchSource source_;
  const std::shared_ptr<Connection> connection_;  // closing it without a COMMIT rolls back
  const bool commits_;
  std::optional<Statement> insert_;
  std::optional<Statement> delete_;
  uint64_t sent_rows_ = 0;
  bool was_empty_ = false;
};

}  // namespace

StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(std::shared_ptr<Connection> connection, bool commits,
                                                        const Table& table) {
  auto writer = std::make_unique<SqliteWriter>(std::move(connection), commits, table);
  RETURN_IF_ERROR(writer->Prepare());
  return WriteInBackground(std::move(writer));
}

}  // namespace earshot
