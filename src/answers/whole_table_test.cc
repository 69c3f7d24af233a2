#include "answers/whole_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WholeTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string path = directory_.path() + "/a.db";
    store_ = OpenSqliteStore(path).value();
    ASSERT_TRUE(store_->Create(table_).ok());
    // A load and those who read do not wait for each other.
    ASSERT_TRUE(Connection::Open(path, OpenMode::kReadWrite).value().UseWriteAheadLog().ok());
    const auto writer = store_->Write(table_, WriteTime()).value();
    RowBatch batch;
    batch.cells = RowOf(table_, PlayOf({.session_id = "1", .item = "1"})) +
                  RowOf(table_, PlayOf({.session_id = "1", .item = "2"}));
    batch.row_ends = {static_cast<uint32_t>(batch.cells.size() / 2), static_cast<uint32_t>(batch.cells.size())};
    ASSERT_TRUE(writer->Submit(batch).ok());
    ASSERT_TRUE(writer->Wait().ok());
    ASSERT_TRUE(writer->Finish().ok());
  }

  Status Mark(LoadState state, int64_t microseconds) {
    LoadMark mark;
    mark.name = mark.table = table_.name;
    mark.schema = SchemaOf(table_);
    mark.state = state;
    mark.plays_id = "those of the test";
    mark.rows = 2;
    mark.write_time = WriteTime(std::chrono::microseconds(microseconds));
    return WriteLoadMark(*store_, mark, mark.write_time);
  }

  std::unique_ptr<WholeTable> Open() { return WholeTable::Open(*store_, table_).value(); }

  static uint64_t Drain(WholeTable& rows) {
    while (rows.Next().value()) continue;
    return rows.rows();
  }

  TemporaryDirectory directory_;
  const Table table_ = BuiltinTable("song_at");
  std::unique_ptr<Store> store_;
};

TEST_F(WholeTableTest, AllRowsAndTheirDigest) {
  const auto rows = Open();
  EXPECT_EQ(rows->rows_expected(), 0u);
  ASSERT_TRUE(rows->Next().value());
  EXPECT_EQ(rows->DescribeRow(), "session_id=1, item_in_session=1");
  EXPECT_EQ(rows->values().size(), table_.columns.size());
  EXPECT_EQ(rows->values()[1].int_value(), 1);
  EXPECT_EQ(Drain(*rows), 2u);
  Digest digest(RowOf(table_, PlayOf({.session_id = "1", .item = "1"})));
  digest.Add(RowOf(table_, PlayOf({.session_id = "1", .item = "2"})));
  EXPECT_EQ(rows->digest(), digest);
  EXPECT_THAT(rows->warning(), IsEmpty());
}

TEST_F(WholeTableTest, ALoadThatBeginsMeanwhileIsAWarning) {
  ASSERT_TRUE(Mark(LoadState::kComplete, 1).ok());
  const auto rows = Open();
  EXPECT_EQ(rows->rows_expected(), 2u);
  ASSERT_TRUE(rows->Next().value());
  ASSERT_TRUE(Mark(LoadState::kLoad, 2).ok());
  EXPECT_EQ(Drain(*rows), 2u);
  EXPECT_THAT(rows->warning(), HasSubstr("song_at was loaded while it was read"));
}

TEST_F(WholeTableTest, ALoadThatBeginsAndEndsMeanwhileIsOneToo) {
  ASSERT_TRUE(Mark(LoadState::kComplete, 1).ok());
  const auto rows = Open();
  ASSERT_TRUE(Mark(LoadState::kComplete, 2).ok());
  Drain(*rows);
  EXPECT_THAT(rows->warning(), HasSubstr("song_at was loaded while it was read"));
}

TEST_F(WholeTableTest, ATableOfAFirstLoadIsNotRead) {
  ASSERT_TRUE(Mark(LoadState::kFirstLoad, 1).ok());
  EXPECT_TRUE(absl::IsUnavailable(WholeTable::Open(*store_, table_).status()));
}

}  // namespace
}  // namespace earshot
