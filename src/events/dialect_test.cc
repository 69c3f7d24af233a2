#include "events/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;

TEST(FindDialect, KnowsPlainCsvAndSaysNothing) {
  for (const char* text : {"artist,song,userId\na,b,1\n", "\"artist\",\"song\"\r\n", "artist", "", "\n", "x;y;z\n"}) {
    const FoundDialect found = FindDialect(text);
    EXPECT_EQ(found.dialect.delimiter, ',') << text;
    EXPECT_FALSE(found.dialect.wrapped) << text;
    EXPECT_TRUE(found.recognised.empty()) << text;
  }
}

TEST(FindDialect, FindsTheDelimiterThatNamesTheMostColumns) {
  EXPECT_EQ(FindDialect("artist;song;userId\n").dialect.delimiter, ';');
  EXPECT_EQ(FindDialect("artist\tsong\tuserId\r\n").dialect.delimiter, '\t');
  EXPECT_EQ(FindDialect("artist|\"song\"|userId").dialect.delimiter, '|');
  const FoundDialect found = FindDialect("artist;song;other, thing\n");
  EXPECT_TRUE(found.dialect.decimal_comma);
  EXPECT_EQ(found.recognised.at(0).what, "semicolons between the fields");
  EXPECT_EQ(found.recognised.at(0).why, "the header names 2 columns with them, and 0 with commas");
}

TEST(FindDialect, TakesASepLineAtItsWord) {
  for (const char* sep : {"sep=;\r\n", "\"sep=;\"\n"}) {
    const Dialect dialect = FindDialect(std::string(sep) + "artist;song\r\n").dialect;
    EXPECT_EQ(dialect.delimiter, ';');
    EXPECT_EQ(dialect.preamble_bytes, std::string(sep).size());
  }
  EXPECT_EQ(FindDialect("sep=x\nartist\n").dialect.preamble_bytes, 0u);
}

TEST(FindDialect, SeesLinesInOneMorePairOfQuotes) {
  const FoundDialect found = FindDialect("\"artist;\"\"song\"\";userId\";;;\n");
  EXPECT_TRUE(found.dialect.wrapped);
  EXPECT_EQ(found.dialect.delimiter, ';');
  EXPECT_FALSE(FindDialect("\"artist\"\n\"a\"\n").dialect.wrapped) << "one column in quotes is just that";
}

TEST(FindDialect, KnowsJson) {
  EXPECT_EQ(FindDialect(" {\"artist\":\"a\"}\n").dialect.format, EventFormat::kJson);
  EXPECT_EQ(FindDialect("[1]").dialect.format, EventFormat::kCsv);
}

TEST(ParseDialect, TakesNamesAndRefusesOthers) {
  const Dialect dialect = ParseDialect("semicolon+wrapped+decimal-comma").value();
  EXPECT_EQ(dialect.delimiter, ';');
  EXPECT_TRUE(dialect.wrapped && dialect.decimal_comma);
  EXPECT_TRUE(ParseDialect("comma+backslash").value().backslash);
  EXPECT_TRUE(ParseDialect("tab+unquoted+backslash").value().unquoted);
  EXPECT_THAT(MessageOf(ParseDialect("tab+unquoted").status()), HasSubstr("+unquoted needs +backslash"));
  for (const char* name :
       {"comma", "tab+wrapped", "pipe+backslash+unquoted", "semicolon+backslash+decimal-comma", "json"}) {
    EXPECT_EQ(NameOf(ParseDialect(name).value()), name);
  }
  EXPECT_FALSE(ParseDialect("semicolon").value().decimal_comma);
  EXPECT_EQ(ParseDialect("json").value().format, EventFormat::kJson);
  EXPECT_THAT(MessageOf(ParseDialect("colon").status()), HasSubstr("colon: unknown dialect; a dialect is json, comma"));
}

}  // namespace
}  // namespace earshot
