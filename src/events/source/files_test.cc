#include "events/source/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FindEventFilesTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  std::string Touch(const std::string& name, const std::string& text = "x") const {
    std::filesystem::create_directories(std::filesystem::path(Path(name)).parent_path());
    std::ofstream(Path(name)) << text;
    return Path(name);
  }

  static std::string ErrorOf(const std::vector<std::string>& inputs) {
    return MessageOf(FindEventFiles(inputs).status());
  }

  static std::vector<std::string> LeftOut(const std::vector<std::string>& inputs) {
    std::vector<std::string> paths;
    const FoundFiles found = FindEventFiles(inputs).value();
    for (const LeftOutFile& file : found.left_out) paths.push_back(file.path);
    return paths;
  }

  TemporaryDirectory directory_;
};

TEST_F(FindEventFilesTest, OrdersByNameAndReadsEachFileOnce) {
  const std::string b2 = Touch("b/2.csv");
  const std::string a3 = Touch("a/3.csv");
  const std::string a1 = Touch("a/1.csv");
  Touch("a/notes.txt");
  Touch("a/._1.csv");
  std::filesystem::create_directories(Path("a/directory.csv"));
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
  const std::string compressed = Touch("days/x.csv.bz2");
  Touch("days/.DS_Store");
  Touch("days/directory/e.csv");
  const FoundFiles found = FindEventFiles({Path("days"), Path("days")}).value();
  EXPECT_THAT(found.events, ElementsAre(a, b, c));
  EXPECT_THAT(LeftOut({Path("days")}), ElementsAre(Path("days/directory"), notes, compressed));
  EXPECT_THAT(LeftOut({Path("days"), notes}), ElementsAre(Path("days/directory"), compressed)) << "notes.txt is read";
  EXPECT_THAT(LeftOut({Path("days/*")}), ElementsAre()) << "a glob names what it matches";
}

TEST_F(FindEventFilesTest, NamesWhatIsNotThere) {
  Touch("a/notes.txt");
  EXPECT_THAT(ErrorOf({Path("none.csv")}), HasSubstr("there is no file or directory " + Path("none.csv")));
  EXPECT_THAT(ErrorOf({Path("a")}), HasSubstr("the directory " + Path("a") + " holds no event files"));
  EXPECT_THAT(ErrorOf({Path("*.csv")}), HasSubstr("no file matches " + Path("*.csv")));
  Touch("b/c/1.csv");
  EXPECT_THAT(ErrorOf({Path("b")}), HasSubstr("(first " + Path("b/c") + "): '" + Path("b") + "/**' reads the files"));
  EXPECT_THAT(ErrorOf({Path("a/**")}), HasSubstr("no event file matches " + Path("a/**")));
  EXPECT_THAT(ErrorOf({Path("none/**")}), HasSubstr("there is no directory " + Path("none")));
  EXPECT_THAT(ErrorOf({Path("b/**/**")}), HasSubstr("only once"));
}

TEST_F(FindEventFilesTest, ReadsDirectoriesBelowWhereItIsTold) {
  const std::string top = Touch("a/1.csv");
  const std::string below = Touch("a/2018/11/2.json");
  const std::string strange = Touch("a/[x]*/3.csv");
  const std::string notes = Touch("a/2018/notes.txt");
  Touch("a/.hidden/4.csv");
  std::filesystem::create_directory_symlink(Path("a"), Path("a/2018/again"));
  EXPECT_THAT(FindEventFiles({Path("a/**")}).value().events, ElementsAre(top, below, strange));
  EXPECT_THAT(LeftOut({Path("a/**")}), ElementsAre(Path("a/2018/again"), notes));
  EXPECT_THAT(FindEventFiles({Path("a/**/*.csv")}).value().events, ElementsAre(top, strange));
  EXPECT_THAT(FindEventFiles({Path("a/**/1*/*")}).value().events, ElementsAre(below));
  EXPECT_THAT(FindEventFiles({Path("?/**/*.csv"), Path("a")}).value().events, ElementsAre(top, strange));
}

TEST_F(FindEventFilesTest, ReadsAFileWithTwoNamesOnce) {
  const std::string a = Touch("days/a.csv");
  const std::string b = Path("days/b.csv");
  std::filesystem::create_hard_link(a, b);
  std::filesystem::create_symlink("a.csv", Path("days/c.csv"));
  const FoundFiles found = FindEventFiles({Path("days")}).value();
  EXPECT_THAT(found.events, ElementsAre(a));
  ASSERT_THAT(found.left_out, ElementsAre(Field(&LeftOutFile::path, b)));
  EXPECT_EQ(found.left_out[0].why, "another name of the file " + a);
  EXPECT_THAT(FindEventFiles({b, a}).value().events, ElementsAre(a));
}

TEST_F(FindEventFilesTest, RefusesAFileBesideItselfCompressed) {
  const std::string plain = Touch("days/a.csv");
  const std::string compressed = Touch("days/a.csv.GZ");
  EXPECT_THAT(ErrorOf({Path("days")}), HasSubstr(plain + " and " + compressed + " are one file, compressed and not"));
  EXPECT_THAT(ErrorOf({compressed, Touch("days/a.csv.zst")}), HasSubstr("are one file"));
  EXPECT_TRUE(FindEventFiles({compressed, Touch("other/a.csv")}).ok());
}

TEST_F(FindEventFilesTest, LeavesOutWhatEarshotWrote) {
  const std::string header =
      "\"artist\",\"firstName\",\"gender\",\"itemInSession\",\"lastName\",\"length\",\"level\","
      "\"location\",\"sessionId\",\"song\",\"userId\"";
  const std::string events = Touch("days/2018.csv", "artist,song\n");
  const std::string plays = Touch("days/a.csv", header + "\r\n");
  const std::string wider = Touch("days/b.csv", header + ",\"ts\"\r\n");
  const std::string rejects = Touch("days/c.ndjson", R"({"file":"a,\"line\":.csv","line":3,"byte_offset":7,"kind":"x"})"
                                                     "\n");
  const std::string repairs = Touch("days/d.ndjson", R"({"file":"a.csv","line":3,"column":"song"})"
                                                     "\n");
  const std::string report = Touch("days/e.json", "{\n  \"output\": null,\n");
  const std::string stopped = Touch("days/f.ndjson", R"({"stopped":"x"})"
                                                     "\n");
  const std::string no_rejects = Touch("days/f2.ndjson", R"({"plays":{"bytes":1,"xxh3":"x"}})"
                                                         "\n");
  const std::string empty = Touch("days/g.ndjson", "");
  const std::vector<std::string> own = {plays, wider, rejects, repairs, report, stopped, no_rejects};
  EXPECT_THAT(FindEventFiles({Path("days")}).value().events, ElementsAre(events, empty));
  EXPECT_EQ(LeftOut({Path("days")}), own);
  EXPECT_EQ(LeftOut({Path("days/*")}), own);
  EXPECT_EQ(LeftOut({Path("**/*")}), own);
  EXPECT_THAT(FindEventFiles({Path("days")}, {"", Path("days/../days/g.ndjson"), events}).value().events,
              ElementsAre(events))
      << "an output of nothing is an output, one with content may be a typo";
  EXPECT_THAT(FindEventFiles({plays, wider}).value().events, ElementsAre(plays, wider)) << "they are named";
  EXPECT_THAT(ErrorOf({plays, events}), HasSubstr(plays + " is a consolidated file, and its plays may be those"));
  EXPECT_THAT(ErrorOf({plays, Path("days/2*")}), HasSubstr("is a consolidated file"));
  Touch("old/a.csv", header + "\r\n");
  EXPECT_THAT(ErrorOf({Path("old")}), HasSubstr("a.csv is a consolidated file, which can be named"));
  Touch("near/a.csv", header + "s\r\n");
  EXPECT_THAT(LeftOut({Path("near")}), IsEmpty());
}

}  // namespace
}  // namespace earshot
