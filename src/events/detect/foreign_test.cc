#include "events/detect/foreign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace earshot {
namespace {

using std::string_literals::operator""s;
using ::testing::HasSubstr;

TEST(ForeignTest, KnowsArchivesByTheirFirstBytes) {
  const auto what = [](const std::string& beginning) { return ForeignBytes(beginning).value_or("nothing"); };
  EXPECT_THAT(what("PK\x03\x04...."), HasSubstr("is a zip archive (or a spreadsheet); unpack it first"));
  EXPECT_THAT(what("\xFD\x37zXZ\0...."s), HasSubstr("compressed with xz"));
  EXPECT_THAT(what("BZh91AY&SY"), HasSubstr("compressed with bzip2"));
  EXPECT_THAT(what("7z\xBC\xAF\x27\x1C"), HasSubstr("a 7z archive"));
  EXPECT_THAT(what("\x1F\x8B\x08"), HasSubstr("compressed twice"));
  EXPECT_THAT(what(std::string(257, 'x') + "ustar"), HasSubstr("a tar archive"));
  EXPECT_THAT(what("PAR1...."), HasSubstr("export it as CSV"));
  EXPECT_THAT(what(std::string(600, '\0')), HasSubstr("starts with NUL bytes"));
  EXPECT_EQ(what("artist,song"), "nothing");
  EXPECT_EQ(what("a\0r\0t\0"s), "nothing");
  EXPECT_EQ(what("PK"), "nothing");
}

TEST(ForeignTest, KnowsTextThatIsNoRowsOfEvents) {
  const auto what = [](const std::string& beginning) { return ForeignText(beginning).value_or("nothing"); };
  for (const char* array : {"[{\"a\":1}]", " [\n  {", "[]", "[[1]]", "[\"artist\"]"}) {
    EXPECT_THAT(what(array), HasSubstr("jq -c '.[]' OLD > NEW")) << array;
  }
  for (const char* pretty : {"{\n  \"a\": 1\n}\n", "{ \r\n\"a\": 1}", "{\"a\": 1,\n \"b\": 2}\n"}) {
    EXPECT_THAT(what(pretty), HasSubstr("jq -c . OLD > NEW")) << pretty;
  }
  EXPECT_THAT(what("<!DOCTYPE html>\n"), HasSubstr("a web page"));
  EXPECT_THAT(what("\n<HTML>"), HasSubstr("a web page"));
  EXPECT_THAT(what("version https://git-lfs.github.com/spec/v1\n"), HasSubstr("git lfs pull"));
  EXPECT_THAT(what("\u200Bartist,song"), HasSubstr("starts with U+200B"));
  for (const char* text : {"", "artist,song\n", "{\"a\":1}\n{\"a\":2}\n", "{\"a\":1},\n{\"a\":2}\n", "{\"a\":1",
                           "[artist],x", "{\"a\":1,\n{\"a\":1}\n"}) {
    EXPECT_EQ(what(text), "nothing") << text;
  }
}

}  // namespace
}  // namespace earshot
