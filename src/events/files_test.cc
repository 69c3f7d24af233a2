#include "events/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_folder.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FindEventFilesTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }

  std::string Touch(const std::string& name) const {
    std::filesystem::create_directories(std::filesystem::path(Path(name)).parent_path());
    std::ofstream(Path(name)) << "x";
    return Path(name);
  }

  std::string ErrorOf(const std::string& input) const { return MessageOf(FindEventFiles({input}).status()); }

  TemporaryFolder folder_;
};

TEST_F(FindEventFilesTest, OrdersByNameAndReadsEachFileOnce) {
  const std::string b2 = Touch("b/2.csv");
  const std::string a3 = Touch("a/3.csv");
  const std::string a1 = Touch("a/1.csv");
  Touch("a/notes.txt");
  Touch("a/._1.csv");
  std::filesystem::create_directories(Path("a/folder.csv"));
  EXPECT_THAT(FindEventFiles({Path("b"), Path("a"), a3, Path("a/../a/1.csv")}).value().events.size(), 3u);
  EXPECT_THAT(FindEventFiles({Path("b"), Path("a"), a3}).value().events, ElementsAre(a1, b2, a3));
  EXPECT_THAT(FindEventFiles({Path("*/[12].csv")}).value().events, ElementsAre(a1, b2));
  EXPECT_THAT(FindEventFiles({Path("?")}).value().events, ElementsAre(a1, b2, a3));
  EXPECT_THAT(FindEventFiles({Touch("a/notes.txt")}).value().events.size(), 1u)
      << "a file that is named is taken as it is";
}

TEST_F(FindEventFilesTest, KnowsExtensionsInCapitalsAndTellsWhatItLeavesOut) {
  const std::string a = Touch("days/A.CSV");
  const std::string b = Touch("days/b.csv.GZ");
  const std::string c = Touch("days/c.Json.zst");
  const std::string notes = Touch("days/notes.txt");
  const std::string packed = Touch("days/x.csv.bz2");
  Touch("days/.DS_Store");
  Touch("days/folder/e.csv");
  const FoundFiles found = FindEventFiles({Path("days"), Path("days")}).value();
  EXPECT_THAT(found.events, ElementsAre(a, b, c));
  EXPECT_THAT(found.left_out, ElementsAre(Path("days/folder"), notes, packed));
  EXPECT_THAT(FindEventFiles({Path("days"), notes}).value().left_out, ElementsAre(Path("days/folder"), packed))
      << "notes.txt is read";
  EXPECT_THAT(FindEventFiles({Path("days/*")}).value().left_out, ElementsAre()) << "a glob names what it matches";
}

TEST_F(FindEventFilesTest, NamesWhatIsNotThere) {
  Touch("a/notes.txt");
  EXPECT_THAT(ErrorOf(Path("none.csv")), HasSubstr("there is no file or folder " + Path("none.csv")));
  EXPECT_THAT(ErrorOf(Path("a")), HasSubstr("the folder " + Path("a") + " holds no event files"));
  EXPECT_THAT(ErrorOf(Path("*.csv")), HasSubstr("no file matches " + Path("*.csv")));
}

}  // namespace
}  // namespace earshot
