#include "stores/sqlite/sqlite_writer.h"

#include <sqlite3.h>

#include <optional>
#include <utility>

#include "stores/sqlite/batch_table.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// Large enough that a call for each batch costs nothing beside its rows.
constexpr WriteLimits kLimits = {.batch_rows_max = 4096, .batch_bytes_max = size_t{1} << 20, .in_flight_max = 1};

class SqliteWriter : public TableWriter {
 public:
  explicit SqliteWriter(const Table& table) : source_{&table, nullptr} {}

  Status Begin(const std::string& path) {
    ASSIGN_OR_RETURN(connection_, Connection::Open(path, OpenMode::kReadWrite));
    RETURN_IF_ERROR(AddBatchTable(*connection_, source_));
    RETURN_IF_ERROR(connection_->Execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(insert_, connection_->Prepare(SqliteInsert(*source_.table, kBatchTable)));
    return absl::OkStatus();
  }

  WriteLimits limits() const override { return kLimits; }

  uint64_t BatchGroup(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    const auto start = std::chrono::steady_clock::now();
    source_.batch = &batch;
    const int code = insert_->Step();
    insert_->Reset();
    if (code != SQLITE_DONE) return connection_->ErrorOf(code);
    const auto latency = std::chrono::steady_clock::now() - start;
    completed_.push_back({batch.id, absl::OkStatus(), std::chrono::duration_cast<std::chrono::microseconds>(latency)});
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override { return std::exchange(completed_, {}); }

  Status Finish() override { return connection_->Execute("COMMIT"); }

 private:
  BatchSource source_;
  std::optional<Connection> connection_;  // closing it without a COMMIT rolls back
  std::optional<Statement> insert_;
  std::vector<Completion> completed_;
};

}  // namespace

StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(const std::string& path, const Table& table) {
  auto writer = std::make_unique<SqliteWriter>(table);
  RETURN_IF_ERROR(writer->Begin(path));
  return writer;
}

}  // namespace earshot
