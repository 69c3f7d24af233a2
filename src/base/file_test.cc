#include "base/file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/temporary_folder.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

Status Write(const std::string& path, std::string_view text) {
  ASSIGN_OR_RETURN(const std::unique_ptr<AtomicFile> file, AtomicFile::Create(path));
  RETURN_IF_ERROR(file->Write(text));
  return file->Commit();
}

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
  ASSERT_TRUE(Write(path, "old").ok());
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

TEST(AtomicFile, WritesToWhatIsNoFileAsItIs) {
  // /dev/full answers every write with "no space left".
  auto full = AtomicFile::Create("/dev/full");
  ASSERT_TRUE(full.ok());
  EXPECT_THAT(MessageOf((*full)->Write("one")), HasSubstr("cannot write /dev/full: No space left"));

  const TemporaryFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  auto pipe = AtomicFile::Create(path);
  ASSERT_TRUE(pipe.ok());
  ASSERT_TRUE((*pipe)->Write("one").ok());
  ASSERT_TRUE((*pipe)->Commit().ok());
  char text[4] = {};
  EXPECT_EQ(read(reader, text, sizeof text), 3);
  EXPECT_STREQ(text, "one");
  close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(path));
}

TEST(AtomicFile, KeepsTheLinkAndTheOldFilesMode) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/out.csv";
  const std::string link = folder.path() + "/link.csv";
  ASSERT_TRUE(Write(path, "old").ok());
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  std::filesystem::create_symlink("out.csv", link);
  ASSERT_TRUE(Write(link, "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ReadSmallFile(path).value(), "new");
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_read);
}

TEST(AtomicFile, HasNoNameBeforeItIsWhole) {
  const TemporaryFolder folder;
  const int nameless = open(folder.path().c_str(), O_TMPFILE | O_WRONLY, 0600);
  if (nameless < 0) GTEST_SKIP() << "the file system of TMPDIR knows no nameless files";
  close(nameless);
  auto file = AtomicFile::Create(folder.path() + "/out.csv");
  ASSERT_TRUE((*file)->Write("half").ok());
  // So nothing is left of it when the program is killed now.
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(AtomicFile, RefusesAFolderBeforeAnythingIsWritten) {
  const TemporaryFolder folder;
  EXPECT_THAT(MessageOf(AtomicFile::Create(folder.path()).status()), HasSubstr("Is a directory"));
}

TEST(FileReader, RefusesAFolderAndAMissingFile) {
  EXPECT_THAT(MessageOf(FileReader::Open("/tmp").status()), HasSubstr("cannot read /tmp: Is a directory"));
  EXPECT_THAT(MessageOf(FileReader::Open("/no/such").status()), HasSubstr("cannot open /no/such: No such file"));
}

}  // namespace
}  // namespace earshot
