#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/temporary_folder.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/out.csv";
  auto file = AtomicFile::Create(path);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Write("one\n").ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(ReadSmallFile(path).value(), "one\n");
}

TEST(AtomicFile, LeavesTheOldFileAndNothingElseWithoutACommit) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/out.csv";
  auto first = AtomicFile::Create(path);
  ASSERT_TRUE((*first)->Write("old").ok());
  ASSERT_TRUE((*first)->Commit().ok());
  {
    auto second = AtomicFile::Create(path);
    ASSERT_TRUE((*second)->Write("new").ok());
  }
  EXPECT_EQ(ReadSmallFile(path).value(), "old");
  using Iterator = std::filesystem::directory_iterator;
  EXPECT_EQ(std::distance(Iterator(folder.path()), Iterator()), 1);
}

TEST(AtomicFile, NamesTheFileItCannotWrite) {
  const auto file = AtomicFile::Create("/no/such/folder/out.csv");
  EXPECT_THAT(MessageOf(file.status()), HasSubstr("cannot write /no/such/folder/out.csv: No such file"));
}

TEST(AtomicFile, SaysThatTheDiskIsFull) {
  // /dev/full answers every write with "no space left"; the link makes it the file beside the final place.
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/out.csv";
  std::filesystem::create_symlink("/dev/full", fmt::format("{}.{}.part", path, getpid()));
  auto file = AtomicFile::Create(path);
  ASSERT_TRUE(file.ok());
  EXPECT_THAT(MessageOf((*file)->Write("one")), HasSubstr("No space left"));
}

TEST(FileReader, RefusesAFolderAndAMissingFile) {
  EXPECT_THAT(MessageOf(FileReader::Open("/tmp").status()), HasSubstr("cannot read /tmp: Is a directory"));
  EXPECT_THAT(MessageOf(FileReader::Open("/no/such").status()), HasSubstr("cannot open /no/such: No such file"));
}

}  // namespace
}  // namespace earshot
