#include "stores/sqlite/new_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"
#include "rows/row_testing.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/file_lease.h"
#include "stores/sqlite/sqlite_store.h"

namespace earshot {
namespace {

class NewFileTest : public ::testing::Test {
 protected:
  static void Write(const std::string& path) { std::ofstream(path) << "text"; }
  static mode_t ModeOf(const std::string& path) {
    struct stat info {};
    return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }

  TemporaryDirectory directory_;
  const std::string target_ = directory_.path() + "/a.db";
  const std::string new_ = target_ + ".new";
};

TEST_F(NewFileTest, IsForWhoeverMayUseTheTargetAndForNobodyElse) {
  Write(target_);
  for (const mode_t mode : {0600u, 0660u, 0644u}) {
    ASSERT_EQ(chmod(target_.c_str(), mode), 0);
    const std::unique_ptr<NewFile> file = NewFile::Create(target_).value();
    EXPECT_EQ(ModeOf(new_), mode);
    EXPECT_TRUE(file->Commit().ok());
    EXPECT_EQ(ModeOf(target_), mode);
  }
}

TEST_F(NewFileTest, HasTheOwnerOfTheTarget) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  Write(target_);
  ASSERT_EQ(chown(target_.c_str(), 1234, 1235), 0);
  const std::unique_ptr<NewFile> file = NewFile::Create(target_).value();
  struct stat info {};
  ASSERT_EQ(stat(new_.c_str(), &info), 0);
  EXPECT_EQ(info.st_uid, 1234U);
  EXPECT_EQ(info.st_gid, 1235U);
}

TEST_F(NewFileTest, TouchesNoneThatAnotherLoadFills) {
  const std::unique_ptr<NewFile> file = NewFile::Create(target_).value();
  Write(new_);
  const Status refused = NewFile::Create(target_).status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_EQ(std::filesystem::file_size(new_), 4U);
}

TEST_F(NewFileTest, IsRemovedWhereItWasNotCommitted) {
  { const std::unique_ptr<NewFile> file = NewFile::Create(target_).value(); }
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(NewFileTest, IsRemovedByTheNextLeaseWhereItsProcessWasKilled) {
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) Write(new_ + suffix);
  ASSERT_TRUE(TakeFileLease(target_, ThisLoad()).ok());
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(NewFileTest, ALeaseThatCannotBeOpenedIsNoLease) {
  std::filesystem::create_symlink("elsewhere", target_ + ".loading");
  const Status refused = TakeFileLease(target_, ThisLoad()).status();
  EXPECT_THAT(MessageOf(refused), ::testing::HasSubstr("cannot write " + target_ + ".loading"));
}

TEST_F(NewFileTest, DoesNotReplaceAFileThatWasFilledMeanwhile) {
  const Table table = BuiltinTable("song_at");
  const std::unique_ptr<Store> store = OpenSqliteStore(target_).value();
  const std::unique_ptr<Changes> changes = store->Begin().value();
  ASSERT_TRUE(store->Create(table).ok());
  {
    Connection other = Connection::Open(target_, OpenMode::kCreate).value();
    ASSERT_TRUE(other.Execute("CREATE TABLE mine (text)").ok());
  }
  EXPECT_TRUE(absl::IsUnavailable(changes->Commit()));
  EXPECT_TRUE(Connection::Open(target_, OpenMode::kReadWrite)->Execute("SELECT * FROM mine").ok());
}

}  // namespace
}  // namespace earshot
