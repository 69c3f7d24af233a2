#include "stores/sqlite/sqlite_writer.h"

#include <sqlite3.h>

#include <utility>

#include "rows/row.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// Large enough that a call for each batch costs nothing beside its rows.
constexpr WriteLimits kLimits = {.batch_rows_max = 4096, .batch_bytes_max = size_t{1} << 20, .in_flight_max = 1};

class SqliteWriter : public TableWriter {
 public:
  SqliteWriter(const Table& table, Connection connection, Statement insert)
      : table_(table), connection_(std::move(connection)), insert_(std::move(insert)) {}

  WriteLimits limits() const override { return kLimits; }

  uint64_t BatchGroup(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    const auto start = std::chrono::steady_clock::now();
    uint32_t row_start = 0;
    for (const uint32_t row_end : batch.row_ends) {
      RETURN_IF_ERROR(Insert(std::string_view(batch.cells).substr(row_start, row_end - row_start)));
      row_start = row_end;
    }
    const auto latency = std::chrono::steady_clock::now() - start;
    completed_.push_back({batch.id, absl::OkStatus(), std::chrono::duration_cast<std::chrono::microseconds>(latency)});
    return absl::OkStatus();
  }

  StatusOr<std::vector<Completion>> Wait() override { return std::exchange(completed_, {}); }

  Status Finish() override { return connection_.Execute("COMMIT"); }

 private:
  Status Insert(std::string_view row) {
    CellReader cells(row);
    int position = 1;
    for (const TableColumn& column : table_.columns) insert_.Bind(position++, column.type, cells.Next());
    const int code = insert_.Step();
    insert_.Reset();
    return code == SQLITE_DONE ? absl::OkStatus() : connection_.ErrorOf(code);
  }

  const Table& table_;
  Connection connection_;  // closing it without a COMMIT rolls back
  Statement insert_;
  std::vector<Completion> completed_;
};

}  // namespace

StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(const std::string& path, const Table& table) {
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(path, OpenMode::kReadWrite));
  RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
  ASSIGN_OR_RETURN(Statement insert, connection.Prepare(SqliteInsert(table)));
  return std::make_unique<SqliteWriter>(table, std::move(connection), std::move(insert));
}

}  // namespace earshot
