#include "events/source/globs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::UnorderedElementsAre;

std::pair<std::string, std::string> Split(const std::string& pattern) {
  const std::optional<DoubleStarGlob> glob = SplitDoubleStar(pattern);
  return glob.has_value() ? std::pair(glob->base, glob->rest) : std::pair<std::string, std::string>("none", "");
}

TEST(SplitDoubleStarTest, TakesItWhereItIsAPartOfThePathByItself) {
  using Parts = std::pair<std::string, std::string>;
  EXPECT_EQ(Split("a/**"), Parts("a", ""));
  EXPECT_EQ(Split("a/b/**/"), Parts("a/b", ""));
  EXPECT_EQ(Split("a/**/*.json"), Parts("a", "*.json"));
  EXPECT_EQ(Split("**"), Parts(".", ""));
  EXPECT_EQ(Split("**/x"), Parts(".", "x"));
  EXPECT_EQ(Split("/**/x"), Parts("/", "x"));
  EXPECT_EQ(Split("a**/**//x"), Parts("a**", "x"));
  EXPECT_EQ(Split("a/**b/c**"), Parts("none", ""));
  EXPECT_EQ(Split("a/***"), Parts("none", ""));
  EXPECT_EQ(Split("a"), Parts("none", ""));
}

TEST(GlobsTest, GoesDownWithoutLinksAndHiddenDirectories) {
  const TemporaryDirectory directory;
  const std::string base = directory.path() + "/a[1]";
  for (const char* directory : {"/b/c", "/d*", "/.hidden/e"}) std::filesystem::create_directories(base + directory);
  std::filesystem::create_directory_symlink(base, base + "/b/circle");
  EXPECT_THAT(DirectoriesBelow(base).value(), UnorderedElementsAre(base, base + "/b", base + "/b/c", base + "/d*"));
  EXPECT_THAT(DirectoriesBelow(directory.path() + "/a*/[bd]*").value(),
              UnorderedElementsAre(base + "/b", base + "/b/c", base + "/d*"));
  EXPECT_FALSE(DirectoriesBelow(base + "/none").ok());
  EXPECT_THAT(Glob(Escaped(base) + "/?").value(), UnorderedElementsAre(base + "/b"));
  EXPECT_THAT(Glob(Escaped(base) + "/none*").value(), UnorderedElementsAre());
}

}  // namespace
}  // namespace earshot
