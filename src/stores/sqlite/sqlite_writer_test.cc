#include "stores/sqlite/sqlite_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

class SqliteWriterTest : public ::testing::Test {
 protected:
  void Execute(const std::string& sql) {
    Connection connection = Connection::Open(path_, OpenMode::kCreate).value();
    const Status status = connection.Execute(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

  Status Write(int count) {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(path_, OpenMode::kReadWrite));
    RETURN_IF_ERROR(connection.Execute("BEGIN IMMEDIATE"));
    ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer,
                     OpenSqliteWriter(std::make_shared<Connection>(std::move(connection)), /*commits=*/true, table_));
    RowBatch batch;
    for (int item = 0; item < count; ++item) {
      const std::string number = std::to_string(item);
      batch.cells += RowOf(table_, PlayOf({.item = number, .artist = item % 2 == 0 ? "a" : "b"}));
      batch.row_ends.push_back(static_cast<uint32_t>(batch.cells.size()));
    }
    RETURN_IF_ERROR(writer->Submit(batch));
    RETURN_IF_ERROR(writer->Wait().status());
    return writer->Finish();
  }

  TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/a.db";
  const Table table_ = BuiltinTable("song_at");
};

TEST_F(SqliteWriterTest, CountsTheRowsThatTheTableHoldsInTheEnd) {
  Execute(SqliteCreateTable(table_));
  EXPECT_TRUE(Write(10).ok());
  EXPECT_TRUE(Write(10).ok());
  EXPECT_TRUE(Write(5).ok());
  EXPECT_TRUE(Write(20).ok());
}

// The schema is checked before there is a writer; this is for what that check may overlook.
TEST_F(SqliteWriterTest, RefusesWhatWasNotStored) {
  Execute(SqliteCreateTable(table_));
  Execute("CREATE UNIQUE INDEX one ON song_at (artist)");
  const Status status = Write(10);
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("table song_at holds 2 rows of 10 that were sent to it"));
  EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("move " + path_ + " away and load again"));
  Execute("DROP INDEX one");
  EXPECT_TRUE(Write(10).ok());
}

// SQLite takes a transaction back by itself where its memory runs short.
TEST_F(SqliteWriterTest, WritesNothingOnceItsTransactionIsOver) {
  Execute(SqliteCreateTable(table_));
  const auto connection = std::make_shared<Connection>(Connection::Open(path_, OpenMode::kReadWrite).value());
  ASSERT_TRUE(connection->Execute("BEGIN IMMEDIATE").ok());
  const std::unique_ptr<TableWriter> writer = OpenSqliteWriter(connection, /*commits=*/false, table_).value();
  ASSERT_TRUE(connection->Execute("ROLLBACK").ok());
  RowBatch batch;
  batch.cells = RowOf(table_, PlayOf({}));
  batch.row_ends = {static_cast<uint32_t>(batch.cells.size())};
  ASSERT_TRUE(writer->Submit(batch).ok());
  const Status status = writer->Wait().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("was taken back"));
  EXPECT_FALSE(connection->HasAny("song_at").value());
}

TEST_F(SqliteWriterTest, RunsNoTriggerAndAsksNoView) {
  Execute(SqliteCreateTable(table_));
  Execute("CREATE TRIGGER t BEFORE INSERT ON song_at BEGIN SELECT raise(ignore); END");
  Execute("CREATE VIEW earshot_batch AS SELECT 1, 1, 'Invented', 'Nobody', 1.5");
  EXPECT_TRUE(Write(10).ok());
}

}  // namespace
}  // namespace earshot
