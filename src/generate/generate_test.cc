#include "generate/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "base/file.h"
#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

// Every file of the directory, by name.
std::map<std::string, std::string> Files(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    files[entry.path().filename()] = ReadSmallFile(entry.path()).value();
  }
  return files;
}

std::map<std::string, std::string> FilesOf(GenerateOptions options) {
  const TemporaryDirectory directory;
  options.directory = directory.path() + "/made/here";
  EXPECT_TRUE(Generate(options).ok());
  return Files(options.directory);
}

TEST(Generate, GivesTheSameBytesForTheSameSeed) {
  const GenerateOptions options = {.days = 3, .users = 40, .seed = 12};
  GenerateOptions other = options;
  other.seed = 13;
  EXPECT_EQ(FilesOf(options), FilesOf(options));
  EXPECT_NE(FilesOf(options), FilesOf(other));
}

TEST(Generate, NamesTheFilesByTheCalendar) {
  const auto files = FilesOf({.days = 61, .users = 1});
  EXPECT_EQ(files.size(), 61U);
  EXPECT_EQ(files.begin()->first, "2024-01-01-events.csv");
  EXPECT_EQ(files.count("2024-02-29-events.csv"), 1U);
  EXPECT_EQ(files.rbegin()->first, "2024-03-01-events.csv");
}

// More days add files and leave the earlier ones as they are.
TEST(Generate, MoreDaysOnlyAddFiles) {
  auto many = FilesOf({.days = 6, .users = 30});
  for (const auto& [name, text] : FilesOf({.days = 4, .users = 30})) EXPECT_EQ(many[name], text);
}

TEST(Generate, CountsWhatItWrites) {
  for (const bool damaged : {false, true}) {
    const TemporaryDirectory directory;
    const auto summary = Generate({.directory = directory.path(), .days = 5, .users = 50, .damaged = damaged});
    ASSERT_TRUE(summary.ok());
    uint64_t lines = 0;
    for (const auto& [name, text] : Files(directory.path())) {
      lines += static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
    }
    EXPECT_EQ(summary->files, 5U);
    EXPECT_EQ(summary->events, lines - 5);
    EXPECT_GT(summary->plays, summary->events / 2);
    EXPECT_LT(summary->plays, summary->events);
  }
}

TEST(Generate, ReplacesItsOwnFilesAndRefusesOthers) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() + "/2024-01-01-events.csv") << "old";
  std::ofstream(directory.path() + "/notes.txt") << "mine";
  ASSERT_TRUE(Generate({.directory = directory.path(), .days = 2, .users = 5}).ok());
  auto files = Files(directory.path());
  EXPECT_EQ(files.size(), 3U);
  EXPECT_THAT(files["2024-01-01-events.csv"], HasSubstr("artist,auth"));
  EXPECT_EQ(files["notes.txt"], "mine");

  const auto refused = Generate({.directory = directory.path(), .days = 1, .users = 5, .seed = 2});
  EXPECT_THAT(MessageOf(refused.status()), HasSubstr("2024-01-02-events.csv is none of the 1 days to be written"));
  EXPECT_EQ(Files(directory.path()), files);
}

TEST(Generate, SaysWhereItCannotWrite) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() + "/file") << "in the way";
  const auto refused = Generate({.directory = directory.path() + "/file", .days = 1, .users = 1});
  EXPECT_THAT(MessageOf(refused.status()), HasSubstr("cannot make the directory " + directory.path() + "/file"));
}

}  // namespace
}  // namespace earshot
