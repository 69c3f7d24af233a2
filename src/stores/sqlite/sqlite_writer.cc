#include "stores/sqlite/sqlite_writer.h"

#include <sqlite3.h>

#include <optional>
#include <utility>

#include "stores/damage.h"
#include "stores/sqlite/batch_table.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// Large enough that a call for each batch costs nothing beside its rows.
constexpr WriteLimits kLimits = {.batch_rows_max = 4096, .batch_bytes_max = size_t{1} << 20, .in_flight_max = 1};

class SqliteWriter : public TableWriter {
 public:
  SqliteWriter(std::string path, const Table& table) : path_(std::move(path)), source_{&table, nullptr} {}

  Status Begin() {
    ASSIGN_OR_RETURN(connection_, Connection::Open(path_, OpenMode::kReadWrite));
    RETURN_IF_ERROR(AddBatchTable(*connection_, source_));
    RETURN_IF_ERROR(connection_->Execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(insert_, connection_->Prepare(SqliteInsert(*source_.table, kBatchTable)));
    ASSIGN_OR_RETURN(const uint64_t first, Count("(SELECT 1 FROM " + Quoted(source_.table->name) + " LIMIT 1)"));
    was_empty_ = first == 0;
    return absl::OkStatus();
  }

  WriteLimits limits() const override { return kLimits; }

  uint64_t ReplicaSet(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    const auto start = std::chrono::steady_clock::now();
    source_.batch = &batch;
    const int code = insert_->Step();
    insert_->Reset();
    if (code != SQLITE_DONE) return connection_->ErrorOf(code);
    sent_rows_ += batch.row_ends.size();
    if (const uint64_t stored = connection_->ChangedRows(); stored != batch.row_ends.size()) {
      return WrongCount("stored", stored, batch.row_ends.size());
    }
    const auto latency = std::chrono::steady_clock::now() - start;
    completed_.push_back({batch.id, absl::OkStatus(), std::chrono::duration_cast<std::chrono::microseconds>(latency)});
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override { return std::exchange(completed_, {}); }

  // Of the rows that were there before, any number may have been replaced.
  Status Finish() override {
    ASSIGN_OR_RETURN(const uint64_t held, Count(Quoted(source_.table->name)));
    if (held < sent_rows_ || (was_empty_ && held > sent_rows_)) return WrongCount("holds", held, sent_rows_);
    return connection_->Execute("COMMIT");
  }

 private:
  StatusOr<uint64_t> Count(const std::string& rows) {
    ASSIGN_OR_RETURN(Statement count, connection_->Prepare("SELECT count(*) FROM " + rows));
    if (const int code = count.Step(); code != SQLITE_ROW) return connection_->ErrorOf(code);
    return static_cast<uint64_t>(count.Integer(0));
  }

  Status WrongCount(const char* what, uint64_t rows, uint64_t sent) const {
    return DamageError("table {} {} {} rows of {} that were sent to it: {} is damaged, or is not what it seems; {}",
                       source_.table->name, what, rows, sent, path_, HowToReplaceFile(path_));
  }

  const std::string path_;
  BatchSource source_;
  std::optional<Connection> connection_;  // closing it without a COMMIT rolls back
  std::optional<Statement> insert_;
  std::vector<Completion> completed_;
  uint64_t sent_rows_ = 0;
  bool was_empty_ = false;
};

}  // namespace

StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(const std::string& path, const Table& table) {
  auto writer = std::make_unique<SqliteWriter>(path, table);
  RETURN_IF_ERROR(writer->Begin());
  return writer;
}

}  // namespace earshot
