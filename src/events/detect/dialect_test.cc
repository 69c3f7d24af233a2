#include "events/detect/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;

TEST(DetectDialect, KnowsPlainCsvAndSaysNothing) {
  for (const char* text : {"artist,song,userId\na,b,1\n", "\"artist\",\"song\"\r\n", "artist", "", "\n", "x;y;z\n"}) {
    const DetectedDialect found = DetectDialect(text);
    EXPECT_EQ(found.dialect.delimiter, ',') << text;
    EXPECT_FALSE(found.dialect.wrapped) << text;
    EXPECT_TRUE(found.detections.empty()) << text;
  }
}

TEST(DetectDialect, FindsTheDelimiterThatNamesTheMostColumns) {
  EXPECT_EQ(DetectDialect("artist;song;userId\n").dialect.delimiter, ';');
  EXPECT_EQ(DetectDialect("artist\tsong\tuserId\r\n").dialect.delimiter, '\t');
  EXPECT_EQ(DetectDialect("artist|\"song\"|userId").dialect.delimiter, '|');
  const DetectedDialect found = DetectDialect("artist;song;other, thing\n");
  EXPECT_TRUE(found.dialect.decimal_comma);
  EXPECT_EQ(found.detections.at(0).what, "semicolons between the fields");
  EXPECT_EQ(found.detections.at(0).evidence, "the header names 2 columns with them, and 0 with commas");
}

TEST(DetectDialect, TakesASepLineAtItsWord) {
  for (const char* sep : {"sep=;\r\n", "\"sep=;\"\n"}) {
    const Dialect dialect = DetectDialect(std::string(sep) + "artist;song\r\n").dialect;
    EXPECT_EQ(dialect.delimiter, ';');
    EXPECT_EQ(dialect.preamble_bytes, std::string(sep).size());
  }
  EXPECT_EQ(DetectDialect("sep=x\nartist\n").dialect.preamble_bytes, 0u);
}

TEST(DetectDialect, SeesLinesInOneMorePairOfQuotes) {
  const DetectedDialect found = DetectDialect("\"artist;\"\"song\"\";userId\";;;\n");
  EXPECT_TRUE(found.dialect.wrapped);
  EXPECT_EQ(found.dialect.delimiter, ';');
  EXPECT_FALSE(DetectDialect("\"artist\"\n\"a\"\n").dialect.wrapped) << "one column in quotes is just that";
}

TEST(DetectDialect, KnowsJson) {
  EXPECT_EQ(DetectDialect(" {\"artist\":\"a\"}\n").dialect.format, EventFormat::kJson);
  EXPECT_EQ(DetectDialect("[1]").dialect.format, EventFormat::kCsv);
}

TEST(ParseDialect, TakesNamesAndRefusesOthers) {
  const Dialect dialect = ParseDialect("semicolon+wrapped+decimal-comma").value();
  EXPECT_EQ(dialect.delimiter, ';');
  EXPECT_TRUE(dialect.wrapped && dialect.decimal_comma);
  EXPECT_TRUE(ParseDialect("comma+backslash").value().backslash);
  EXPECT_TRUE(ParseDialect("tab+unquoted+backslash").value().unquoted);
  EXPECT_THAT(MessageOf(ParseDialect("tab+unquoted").status()), HasSubstr("+unquoted requires +backslash"));
  for (const char* name :
       {"comma", "tab+wrapped", "pipe+backslash+unquoted", "semicolon+backslash+decimal-comma", "json"}) {
    EXPECT_EQ(NameOf(ParseDialect(name).value()), name);
  }
  EXPECT_FALSE(ParseDialect("semicolon").value().decimal_comma);
  EXPECT_EQ(ParseDialect("json").value().format, EventFormat::kJson);
  EXPECT_THAT(MessageOf(ParseDialect("colon").status()), HasSubstr("colon: unknown dialect; use json, comma"));
}

}  // namespace
}  // namespace earshot
