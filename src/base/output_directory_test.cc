#include "base/output_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

bool IsFile(std::string_view name) { return name == "file"; }

StatusOr<std::unique_ptr<OutputDirectory>> Create(const std::string& path) {
  return OutputDirectory::Create(path, IsFile);
}

void WriteInto(const std::string& directory, const std::string& name) {
  std::ofstream(directory + "/" + name) << "contents";
}

TEST(OutputDirectory, AppearsOnlyWhenCommitted) {
  const TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/one/two/three";
  auto directory = Create(path);
  ASSERT_TRUE(directory.ok());
  WriteInto((*directory)->part(), "file");
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_TRUE((*directory)->Commit().ok());
  directory->reset();
  EXPECT_EQ(ReadSmallFile(path + "/file").value(), "contents");
  EXPECT_FALSE(std::filesystem::exists(path + ".earshot.part"));
}

TEST(OutputDirectory, LeavesNothingWithoutACommit) {
  const TemporaryDirectory temporary;
  {
    auto directory = Create(temporary.path() + "/out");
    WriteInto((*directory)->part(), "file");
  }
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(OutputDirectory, TakesThePlaceOfOneWithOwnFilesAlone) {
  const TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/out";
  std::filesystem::create_directory(path);
  for (int turn = 0; turn < 2; ++turn) {
    auto directory = Create(path);
    ASSERT_TRUE(directory.ok());
    std::ofstream((*directory)->part() + "/file") << turn;
    ASSERT_TRUE((*directory)->Commit().ok());
    EXPECT_EQ(ReadSmallFile(path + "/file").value(), std::to_string(turn));
  }
  EXPECT_FALSE(std::filesystem::exists(path + ".earshot.part"));
  WriteInto(path, "others");
  EXPECT_THAT(MessageOf(Create(path).status()),
              HasSubstr("out is there already, and is not replaced, as it holds other files, such as others"));
}

TEST(OutputDirectory, ReplacesNeitherAFileNorALink) {
  const TemporaryDirectory temporary;
  std::ofstream(temporary.path() + "/file") << "";
  EXPECT_THAT(MessageOf(Create(temporary.path() + "/file").status()), HasSubstr("is not a directory"));
  std::filesystem::create_directory(temporary.path() + "/directory");
  std::filesystem::create_directory_symlink(temporary.path() + "/directory", temporary.path() + "/link");
  EXPECT_THAT(MessageOf(Create(temporary.path() + "/link").status()), HasSubstr("is not a directory"));
}

TEST(OutputDirectory, ReplacesNothingThatHasAppearedMeanwhile) {
  const TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/out";
  auto directory = Create(path);
  std::filesystem::create_directory(path);
  WriteInto(path, "others");
  WriteInto((*directory)->part(), "file");
  EXPECT_THAT(MessageOf((*directory)->Commit()), HasSubstr("is there already"));
  directory->reset();
  EXPECT_TRUE(std::filesystem::exists(path + "/others"));
  EXPECT_FALSE(std::filesystem::exists(path + "/file"));
}

TEST(OutputDirectory, RemovesWhatAKilledProgramHasLeft) {
  const TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/out";
  std::filesystem::create_directories(path + ".earshot.part/directory");
  WriteInto(path + ".earshot.part", "leftover");
  auto directory = Create(path);
  ASSERT_TRUE(directory.ok());
  EXPECT_TRUE(std::filesystem::is_empty((*directory)->part()));
}

TEST(OutputDirectory, IsFilledByOneAlone) {
  const TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/out";
  auto first = Create(path);
  WriteInto((*first)->part(), "file");
  const auto second = Create(path);
  EXPECT_TRUE(absl::IsUnavailable(second.status()));
  EXPECT_THAT(MessageOf(second.status()), HasSubstr("another earshot is writing " + path));
  EXPECT_TRUE(std::filesystem::exists((*first)->part() + "/file"));
}

TEST(OutputDirectory, NamesWhatItCannotMake) {
  const TemporaryDirectory temporary;
  std::ofstream(temporary.path() + "/file") << "";
  EXPECT_THAT(MessageOf(Create(temporary.path() + "/file/out").status()), HasSubstr(temporary.path() + "/file"));
}

}  // namespace
}  // namespace earshot
