#include "base/csv.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

std::string Field(std::string_view value) {
  std::string out = "a,";
  AppendCsvField(value, &out);
  return out;
}

TEST(AppendCsvField, QuotesOnlyWhatNeedsQuotes) {
  EXPECT_EQ(Field(""), "a,");
  EXPECT_EQ(Field("Björk & co; 'x'"), "a,Björk & co; 'x'");
  EXPECT_EQ(Field("San Jose, CA"), "a,\"San Jose, CA\"");
  EXPECT_EQ(Field("\r"), "a,\"\r\"");
  EXPECT_EQ(Field("\n"), "a,\"\n\"");
  EXPECT_EQ(Field("7\" mix"), "a,\"7\"\" mix\"");
}

TEST(AppendQuotedCsvLine, QuotesEachValueAndEndsTheLine) {
  std::string out;
  AppendQuotedCsvLine({"", "\"\"", "a\"b"}, &out);
  EXPECT_EQ(out, "\"\",\"\"\"\"\"\",\"a\"\"b\"\r\n");
}

}  // namespace
}  // namespace earshot
