#include "generate/taste/generate_taste.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/temporary_directory.h"
#include "generate/day_writer.h"

namespace earshot {
namespace {

using ::testing::StartsWith;

// Everything that is written, by name.
std::map<std::string, std::string> WrittenFor(GenerateTasteOptions options) {
  const TemporaryDirectory directory;
  options.directory = directory.path() + "/made";
  EXPECT_TRUE(GenerateTaste(options).ok());
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path())) {
    if (entry.is_regular_file()) files[entry.path().filename()] = ReadSmallFile(entry.path()).value();
  }
  return files;
}

TEST(GenerateTaste, GivesTheSameBytesForTheSameSeed) {
  const auto files = WrittenFor({.days = 3, .seed = 12});
  EXPECT_EQ(files.size(), 5U);
  EXPECT_EQ(files, WrittenFor({.days = 3, .seed = 12}));
  for (const auto& [name, text] : WrittenFor({.days = 3, .seed = 13})) EXPECT_NE(files.at(name), text) << name;
}

TEST(GenerateTaste, CountsWhatItWrites) {
  const TemporaryDirectory directory;
  const std::string made = directory.path() + "/made";
  const auto summary = GenerateTaste({.directory = made, .days = 4});
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(summary->files, 4U);
  int64_t lines = 0;
  for (const auto& entry : std::filesystem::directory_iterator(made)) {
    const std::string text = ReadSmallFile(entry.path()).value();
    EXPECT_THAT(text, StartsWith(kDayFileHeader));
    lines += std::count(text.begin(), text.end(), '\n');
  }
  EXPECT_EQ(static_cast<int64_t>(summary->events), lines - 4);
  EXPECT_GT(summary->plays, summary->events / 2);
}

TEST(GenerateTaste, RefusesADirectoryOfOtherDaysBeforeItWrites) {
  const TemporaryDirectory directory;
  GenerateTasteOptions options = {.directory = directory.path() + "/made", .days = 2};
  ASSERT_TRUE(GenerateTaste(options).ok());
  options.days = 1;
  options.truth = directory.path() + "/other";
  EXPECT_THAT(MessageOf(GenerateTaste(options).status()), testing::HasSubstr("none of the 1 days to be written"));
  EXPECT_FALSE(std::filesystem::exists(options.truth));
}

}  // namespace
}  // namespace earshot
