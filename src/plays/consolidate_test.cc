#include "plays/consolidate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string Contents(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class ConsolidateTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  void WriteDays() const {
    std::filesystem::create_directory(Path("days"));
    for (int day = 0; day < 5; ++day) {
      std::ofstream file(Path(fmt::format("days/{}.csv", day)));
      file << "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\r\n";
      for (int row = 0; row < 400; ++row) {
        const char* artist = row % 7 == 0 ? "" : row % 11 == 0 ? "\"two\r\nlines\"" : "Bj\xC3\x83\xC2\xB6rk";
        const char* user = row % 50 == 3 ? "none" : "9";
        file << fmt::format("{},F,M,{},L,2.5,paid,\"here, there\",{},s,{}\r\n", artist, row, day, user);
      }
    }
  }

  ConsolidateOptions Options(const std::string& name) const {
    ConsolidateOptions options;
    options.output = Path(name + ".csv");
    options.rejects = Path(name + ".rejects");
    options.repairs = Path(name + ".repairs");
    options.repair_text = true;
    options.rejects_max.share = 1;
    return options;
  }

  TemporaryDirectory directory_;
};

TEST_F(ConsolidateTest, GivesTheSameForAnyNumberOfThreadsAndAnyChunkSize) {
  WriteDays();
  ConsolidateOptions whole = Options("whole");
  whole.threads = 1;
  const ConsolidateReport expected = Consolidate({Path("days")}, whole).value();
  EXPECT_EQ(expected.files, 5u);
  EXPECT_EQ(expected.events, 2000u);
  EXPECT_GT(expected.rejects, 0u);
  EXPECT_GT(expected.damaged_fields, 0u);
  for (const size_t threads : {size_t{2}, size_t{5}}) {
    for (const size_t chunk_bytes : {size_t{37}, size_t{1000}, size_t{1} << 20}) {
      ConsolidateOptions options = Options("parts");
      options.threads = threads;
      options.chunk_bytes = chunk_bytes;
      const ConsolidateReport report = Consolidate({Path("days")}, options).value();
      EXPECT_EQ(report.plays, expected.plays);
      EXPECT_EQ(report.rejects_by_kind, expected.rejects_by_kind);
      EXPECT_EQ(Contents(Path("parts.csv")), Contents(Path("whole.csv")));
      EXPECT_EQ(Contents(Path("parts.rejects")), Contents(Path("whole.rejects")));
      EXPECT_EQ(Contents(Path("parts.repairs")), Contents(Path("whole.repairs")));
    }
  }
}

TEST_F(ConsolidateTest, LeavesNothingBehindWhenALaterFileIsNoEventFile) {
  WriteDays();
  std::ofstream(Path("days/9.csv")) << "no header\n";
  ConsolidateOptions options = Options("out");
  options.threads = 3;
  options.chunk_bytes = 500;
  EXPECT_THAT(MessageOf(Consolidate({Path("days")}, options).status()), HasSubstr("9.csv, line 1: there is no header"));
  using Iterator = std::filesystem::directory_iterator;
  EXPECT_EQ(std::distance(Iterator(directory_.path()), Iterator()), 1);
}

}  // namespace
}  // namespace earshot
