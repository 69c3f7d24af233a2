#include "plays/play_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "base/csv.h"
#include "base/output_file.h"
#include "base/temporary_directory.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

constexpr const char kHeader[] =
    "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n";

using Fields = std::vector<std::string>;

struct ReadResult {
  std::vector<Fields> plays;
  std::vector<uint64_t> lines;
  std::string error;
};

ReadResult Read(const std::string& text) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/plays.csv";
  auto file = OutputFile::Create(path);
  EXPECT_TRUE((*file)->Write(text).ok() && (*file)->Commit().ok());
  ReadResult result;
  auto reader = PlayReader::Open(path);
  if (!reader.ok()) {
    result.error = MessageOf(reader.status());
    return result;
  }
  Play play;
  while (true) {
    const StatusOr<bool> next = (*reader)->Next(&play);
    if (!next.ok()) result.error = MessageOf(next.status());
    if (!next.ok() || !*next) return result;
    result.plays.emplace_back(play.fields.begin(), play.fields.end());
    result.lines.push_back(play.line);
  }
}

TEST(PlayReader, ReadsQuotedAndPlainFields) {
  const ReadResult result = Read(std::string("\xEF\xBB\xBF") + kHeader +
                                 "\"a \"\"b\"\", c\",F,,1,\"two\r\nlines\",2.5,paid,\"\",7,s,9\r\n"
                                 "x,F,M,1,L,2.5,paid,loc,7,s,10");
  EXPECT_EQ(result.error, "");
  ASSERT_EQ(result.plays.size(), 2u);
  EXPECT_EQ(result.plays[0], (Fields{"a \"b\", c", "F", "", "1", "two\r\nlines", "2.5", "paid", "", "7", "s", "9"}));
  EXPECT_EQ(result.plays[1].back(), "10");
  EXPECT_EQ(result.lines, (std::vector<uint64_t>{2, 4}));
}

TEST(PlayReader, RefusesWhatIsNoConsolidatedFile) {
  EXPECT_THAT(Read("").error, HasSubstr("plays.csv is empty"));
  EXPECT_THAT(Read("artist,auth,x,x,x,x,x,x,x,x,x\n").error,
              HasSubstr("column 2 is called \"auth\" where a consolidated file has firstName"));
  EXPECT_THAT(Read("artist,auth\n").error, HasSubstr("line 1: the row has 2 fields instead of 11"));
}

TEST(PlayReader, StopsAtADamagedRowAndSaysWhere) {
  const std::string header = kHeader;
  EXPECT_THAT(Read(header + "a,F,M,1,L,2.5,paid,loc,7,s\n").error, HasSubstr("line 2: the row has 10 fields"));
  EXPECT_THAT(Read(header + "a,F,M,1,L,2.5,paid,loc,7,s,9,z\n").error, HasSubstr("line 2: the row has 12 fields"));
  EXPECT_THAT(Read(header + "a,F,M,1,\"L,2.5,paid\n").error, HasSubstr("line 2, column lastName: the quote is never"));
  EXPECT_THAT(Read(header + "a,F,M,1,\"L\"x,2\n").error, HasSubstr("line 2, column lastName: text follows"));
  EXPECT_THAT(Read(header + "a,F,M,1,L\"x,2\n").error, HasSubstr("line 2, column lastName: a quote is inside"));
  EXPECT_THAT(Read(header + "a,F,M,1,\"x\xE9\",2.5,paid,loc,7,s,9\n").error,
              HasSubstr("line 2, column lastName: byte 2 of the field is not UTF-8"));
  EXPECT_THAT(Read(header + "\"" + std::string(5'000'000, 'a')).error,
              HasSubstr("line 2: the row does not end within"));
}

RC_GTEST_PROP(PlayReader, ReadsBackWhatWasWritten, ()) {
  const auto rows = *rc::gen::container<std::vector<std::array<std::string, kPlayColumnCount>>>(
      rc::gen::arbitrary<std::array<std::string, kPlayColumnCount>>());
  std::string text = kHeader;
  std::vector<Fields> expected;
  for (const auto& row : rows) {
    expected.emplace_back();
    for (size_t i = 0; i < kPlayColumnCount; ++i) {
      // The letters that matter here are the quote, the comma and the line ends.
      std::string field = row[i];
      for (char& c : field) c = "\",\r\n ab"[static_cast<unsigned char>(c) % 7];
      expected.back().push_back(field);
    }
    AppendQuotedCsvLine({expected.back().begin(), expected.back().end()}, &text);
  }
  const ReadResult result = Read(text);
  RC_ASSERT(result.error == "");
  RC_ASSERT(result.plays == expected);
}

TEST(PlayReader, ReadsRowsAcrossTheEdgesOfItsBuffer) {
  std::string text = kHeader;
  constexpr size_t kRows = 60'000;
  for (size_t i = 0; i < kRows; ++i) {
    text += fmt::format("\"a\"\"{}\",F,M,{},L,2.5,paid,\"{}\",7,s,9\r\n", i, i, std::string(i % 50, 'x'));
  }
  const ReadResult result = Read(text);
  EXPECT_EQ(result.error, "");
  ASSERT_EQ(result.plays.size(), kRows);
  for (size_t i = 0; i < kRows; ++i) {
    ASSERT_EQ(result.plays[i][0], fmt::format("a\"{}", i));
    ASSERT_EQ(result.plays[i][7].size(), i % 50);
    ASSERT_EQ(result.lines[i], i + 2);
  }
}

}  // namespace
}  // namespace earshot
