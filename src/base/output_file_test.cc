#include "base/output_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

Status Write(const std::string& path, std::string_view text) {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  RETURN_IF_ERROR(file->Write(text));
  return file->Commit();
}

TEST(OutputFile, AppearsOnlyWhenCommitted) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  auto file = OutputFile::Create(path);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Write("one\n").ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE((*file)->Commit().ok());
  EXPECT_EQ(ReadSmallFile(path).value(), "one\n");
}

TEST(OutputFile, LeavesTheOldFileAndNothingElseWithoutACommit) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  ASSERT_TRUE(Write(path, "old").ok());
  {
    auto second = OutputFile::Create(path);
    ASSERT_TRUE((*second)->Write("new").ok());
  }
  EXPECT_EQ(ReadSmallFile(path).value(), "old");
  using Iterator = std::filesystem::directory_iterator;
  EXPECT_EQ(std::distance(Iterator(directory.path()), Iterator()), 1);
}

TEST(OutputFile, NamesTheFileItCannotWrite) {
  const auto file = OutputFile::Create("/no/such/directory/out.csv");
  EXPECT_THAT(MessageOf(file.status()), HasSubstr("cannot write /no/such/directory/out.csv: No such file"));
}

TEST(OutputFile, WritesDirectlyToWhatIsNotAFile) {
  // /dev/full answers every write with "no space left".
  auto full = OutputFile::Create("/dev/full");
  ASSERT_TRUE(full.ok());
  EXPECT_THAT(MessageOf((*full)->Write("one")), HasSubstr("cannot write /dev/full: No space left"));

  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  auto pipe = OutputFile::Create(path);
  ASSERT_TRUE(pipe.ok());
  ASSERT_TRUE((*pipe)->Write("one").ok());
  ASSERT_TRUE((*pipe)->Commit().ok());
  char text[4] = {};
  EXPECT_EQ(read(reader, text, sizeof text), 3);
  EXPECT_STREQ(text, "one");
  close(reader);
  EXPECT_TRUE(std::filesystem::is_fifo(path));
}

TEST(OutputFile, KeepsTheLinkAndTheOldFilesMode) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  const std::string link = directory.path() + "/link.csv";
  ASSERT_TRUE(Write(path, "old").ok());
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  std::filesystem::create_symlink("out.csv", link);
  ASSERT_TRUE(Write(link, "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ReadSmallFile(path).value(), "new");
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_read);
}

TEST(OutputFile, MakesTheFileThatALinkLeadsTo) {
  const TemporaryDirectory directory;
  std::filesystem::create_symlink("out.csv", directory.path() + "/one");
  std::filesystem::create_symlink("one", directory.path() + "/two");
  ASSERT_TRUE(Write(directory.path() + "/two", "new").ok());
  EXPECT_TRUE(std::filesystem::is_symlink(directory.path() + "/two"));
  EXPECT_EQ(ReadSmallFile(directory.path() + "/out.csv").value(), "new");
}

TEST(OutputFile, HasNoNameBeforeItIsWhole) {
  const TemporaryDirectory directory;
  const int nameless = open(directory.path().c_str(), O_TMPFILE | O_WRONLY, 0600);
  if (nameless < 0) GTEST_SKIP() << "the file system of TMPDIR knows no nameless files";
  close(nameless);
  auto file = OutputFile::Create(directory.path() + "/out.csv");
  ASSERT_TRUE((*file)->Write("half").ok());
  // So nothing is left of it when the program is killed now.
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(OutputFile, RefusesADirectoryBeforeAnythingIsWritten) {
  const TemporaryDirectory directory;
  EXPECT_THAT(MessageOf(OutputFile::Create(directory.path()).status()), HasSubstr("Is a directory"));
}

// What is in the directory, without what is to be there.
std::vector<std::string> Others(const TemporaryDirectory& directory, const std::string& name) {
  std::vector<std::string> others;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    if (entry.path().filename() != name) others.push_back(entry.path().filename());
  }
  return others;
}

bool IsLocked(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY);
  const bool locked = flock(descriptor, LOCK_EX | LOCK_NB) != 0;
  close(descriptor);
  return locked;
}

TEST(OutputFile, LocksWhatItReplacesAndWhatItHasWritten) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  ASSERT_TRUE(Write(path, "old").ok());
  EXPECT_FALSE(IsLocked(path));
  {
    auto file = OutputFile::Create(path);
    ASSERT_TRUE(file.ok());
    EXPECT_TRUE(IsLocked(path));
    ASSERT_TRUE((*file)->Commit().ok());
    EXPECT_TRUE(IsLocked(path));
    const auto second = OutputFile::Create(path);
    EXPECT_TRUE(absl::IsUnavailable(second.status()));
    EXPECT_THAT(MessageOf(second.status()), HasSubstr("another earshot is writing " + path));
  }
  EXPECT_FALSE(IsLocked(path));
  EXPECT_TRUE(Write(path, "new").ok());
}

// Whoever waits has the lock of a file that has been replaced when it gets it.
TEST(OutputFile, WaitsForTheOtherAndReplacesWhatThatHasWritten) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  ASSERT_TRUE(Write(path, "0").ok());
  constexpr int kThreads = 4;
  constexpr int kTimes = 25;
  std::vector<std::thread> threads;
  std::atomic<int> done = 0;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int time = 0; time < kTimes; ++time) {
        const auto file = OutputFile::Create(path);
        if (!file.ok()) continue;  // waited for too long, on a busy machine
        const int count = std::stoi(ReadSmallFile(path).value());
        if ((*file)->Write(std::to_string(count + 1)).ok() && (*file)->Commit().ok()) ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ReadSmallFile(path).value(), std::to_string(done));
  EXPECT_GT(done, 0);
  EXPECT_THAT(Others(directory, "out.csv"), ::testing::IsEmpty());
}

enum class Other { kWrites, kReplaces, kRemoves, kCreates };

TEST(OutputFile, LeavesWhatAnotherProgramHasWrittenMeanwhile) {
  for (const Other other : {Other::kWrites, Other::kReplaces, Other::kRemoves, Other::kCreates}) {
    const TemporaryDirectory directory;
    const std::string path = directory.path() + "/out.csv";
    if (other != Other::kCreates) {
      ASSERT_TRUE(Write(path, "old").ok());
    }
    const auto file = OutputFile::Create(path);
    ASSERT_TRUE((*file)->Write("ours").ok());
    ASSERT_TRUE((*file)->CheckUnchanged().ok());
    if (other == Other::kRemoves) {
      std::filesystem::remove(path);
    } else {
      const std::string written = other == Other::kReplaces ? path + ".new" : path;
      std::ofstream(written) << "theirs";
      if (written != path) std::filesystem::rename(written, path);
    }
    EXPECT_FALSE((*file)->CheckUnchanged().ok());
    EXPECT_THAT(MessageOf((*file)->Commit()), HasSubstr("was written by another program meanwhile"));
    EXPECT_EQ(std::filesystem::exists(path), other != Other::kRemoves);
    if (other != Other::kRemoves) {
      EXPECT_EQ(ReadSmallFile(path).value(), "theirs");
    }
    EXPECT_THAT(Others(directory, "out.csv"), ::testing::IsEmpty());
  }
}

TEST(OutputFile, TakesAwayWhatAKilledProgramHasLeft) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/out.csv";
  ASSERT_TRUE(Write(path, "old").ok());
  std::ofstream(path + ".earshot.part") << "left, when it was to be renamed";
  auto file = OutputFile::Create(path);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Write("new").ok());
  ASSERT_TRUE((*file)->CommitToDisk().ok());
  EXPECT_EQ(ReadSmallFile(path).value(), "new");
  EXPECT_THAT(Others(directory, "out.csv"), ::testing::IsEmpty());
}

}  // namespace
}  // namespace earshot
