// What an opened SQLite store notices of the changes that other programs make to its file.
#include "stores/sqlite/sqlite_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/temporary_directory.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "stores/sqlite/connection.h"

namespace earshot {
namespace {

class SqliteStoreTest : public ::testing::Test {
 protected:
  // Another program's change.
  static void Execute(const std::string& path, const std::string& sql) {
    Connection connection = Connection::Open(path, OpenMode::kCreate).value();
    const Status status = connection.Execute(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

  // A file with one row of song_at.
  void Fill(const std::string& path, const std::string& song) {
    const std::unique_ptr<Store> store = OpenSqliteStore(path).value();
    ASSERT_TRUE(store->Create(table_).ok());
    Execute(path, "INSERT INTO song_at VALUES (1, 2, 'artist', '" + song + "', 1.5)");
  }

  // The song of that row.
  StatusOr<std::string> Answer(Store& store) {
    ASSIGN_OR_RETURN(const std::unique_ptr<AnswerReader> answers, store.OpenAnswers(table_));
    return AnswerOf(*answers);
  }

  static StatusOr<std::string> AnswerOf(AnswerReader& answers) {
    std::string given;
    AppendBigintCell(1, &given);
    AppendIntCell(2, &given);
    ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, answers.Open(given, {}));
    std::string_view row;
    ASSIGN_OR_RETURN(const bool found, rows->Next(&row));
    if (!found) return "";
    CellReader cells(row);
    for (int i = 0; i < 3; ++i) cells.Next();
    return std::string(cells.Next());
  }

  TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/a.db";
  const Table table_ = BuiltinTable("song_at");
};

TEST_F(SqliteStoreTest, AnswersFromNoTableWhoseSchemaHasChanged) {
  Fill(path_, "song");
  const std::unique_ptr<Store> store = OpenSqliteStore(path_).value();
  for (const auto& [change, undo] : {
           std::pair("CREATE TRIGGER t AFTER DELETE ON song_at BEGIN SELECT 1; END", "DROP TRIGGER t"),
           std::pair("CREATE UNIQUE INDEX i ON song_at (song)", "DROP INDEX i"),
           std::pair("ALTER TABLE song_at ADD COLUMN more", "ALTER TABLE song_at DROP COLUMN more"),
           std::pair("ALTER TABLE song_at RENAME TO other", "ALTER TABLE other RENAME TO song_at"),
       }) {
    EXPECT_EQ(Answer(*store).value(), "song");
    Execute(path_, change);
    EXPECT_EQ(Answer(*store).status().code(), absl::StatusCode::kFailedPrecondition) << change;
    EXPECT_FALSE(store->Scan(table_, {}).ok()) << change;
    EXPECT_FALSE(store->Write(table_, {}).ok()) << change;
    Execute(path_, undo);
  }
  EXPECT_EQ(Answer(*store).value(), "song");
}

TEST_F(SqliteStoreTest, ReadsOneStateOfTheFileInEachCursor) {
  Fill(path_, "song");
  Execute(path_, "PRAGMA journal_mode = WAL");
  const std::unique_ptr<Store> store = OpenSqliteStore(path_).value();
  const std::unique_ptr<RowCursor> rows = store->Scan(table_, {}).value();
  Execute(path_, "DELETE FROM song_at; ALTER TABLE song_at DROP COLUMN length");
  std::string_view row;
  EXPECT_TRUE(rows->Next(&row).value());
  EXPECT_FALSE(rows->Next(&row).value());
  EXPECT_FALSE(store->Scan(table_, {}).ok());
}

TEST_F(SqliteStoreTest, GivesAllAnswersOfOneMoment) {
  Fill(path_, "old");
  Execute(path_, "PRAGMA journal_mode = WAL");
  const std::unique_ptr<Store> store = OpenSqliteStore(path_).value();
  std::unique_ptr<AnswerReader> answers = store->OpenAnswers(table_).value();
  EXPECT_EQ(AnswerOf(*answers).value(), "old");
  Execute(path_, "UPDATE song_at SET song = 'new'");
  EXPECT_EQ(AnswerOf(*answers).value(), "old");
  answers.reset();
  EXPECT_EQ(Answer(*store).value(), "new");
}

TEST_F(SqliteStoreTest, ReadsTheFileThatHasTakenTheNameOfAnother) {
  Fill(path_, "old");
  const std::unique_ptr<Store> store = OpenSqliteStore(path_).value();
  EXPECT_EQ(Answer(*store).value(), "old");
  Fill(path_ + ".new", "new");
  std::filesystem::rename(path_ + ".new", path_);
  EXPECT_EQ(Answer(*store).value(), "new");
  std::filesystem::remove(path_);
  EXPECT_THAT(MessageOf(Answer(*store).status()), ::testing::HasSubstr("has no table song_at"));
  EXPECT_FALSE(store->State(table_)->exists);
}

TEST_F(SqliteStoreTest, ChecksThatNoCursorIsLeftWhenTheFileIsDropped) {
  Fill(path_, "song");
  const std::unique_ptr<Store> store = OpenSqliteStore(path_).value();
  const std::unique_ptr<RowCursor> rows = store->Scan(table_, {}).value();
  EXPECT_DEATH(static_cast<void>(store->DropKeyspace({"song_at"})), "check failed: lent_ == 0");
}

}  // namespace
}  // namespace earshot
