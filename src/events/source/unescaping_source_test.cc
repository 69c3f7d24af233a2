#include "events/source/unescaping_source.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events/limits.h"

namespace earshot {
namespace {

const EscapedCsv kComma;

// Reads `text` through the source, `size` bytes at a time.
std::string ReadAll(const std::string& text, size_t size) {
  const auto source = MakeUnescapingSource(MakeTextSource(text), kComma);
  std::string all;
  bool more = true;
  while (more) more = source->ReadMore(&all, size).value();
  return all;
}

TEST(Unescape, WhatIsEscapedIsQuotedWhereItMustBe) {
  const std::pair<const char*, const char*> kTexts[] = {
      {R"(a,"b",c)", R"(a,"b",c)"},
      {R"(Weird Al\" Y,1)", R"("Weird Al"" Y",1)"},
      {R"(\"a\",b)", R"("""a""",b)"},
      {R"("a\"b","c\\",d\\)", R"("a""b","c\",d\)"},
      {R"(a\,b,c\\,d)", R"("a,b",c\,d)"},
      {R"("a""b","")", R"("a""b","")"},
      {R"(12" Mix,x)", R"(12" Mix,x)"},
      {R"(\N,"\N",\Nx,a\N)", R"(,"\N",\Nx,a\N)"},
      {R"(C:\Music,AC\DC,it\'s)", R"(C:\Music,AC\DC,it's)"},
      {"a\\tb,c\\nd,e\\rf", "a\tb,\"c\nd\",\"e\rf\""},
      {"a\\\nb,c\nd", "\"a\nb\",c\nd"},
      {"a\\", "a\\"},
      {"\"a\nb\\\nc\",d\n", "\"a\nb\nc\",d\n"},
      {"", ""},
      {"\n\na,b\r\n\n", "\n\na,b\r\n\n"},
  };
  for (const auto& [text, expected] : kTexts) EXPECT_EQ(Unescape(text, kComma), expected) << text;
  EXPECT_EQ(Unescape("a\\0b", kComma), std::string("a\0b", 3));
}

TEST(Unescape, AnEscapedCarriageReturnTakesTheLineFeedWhereRowsEndWithBoth) {
  EXPECT_EQ(Unescape("a,b\r\nc\\\r\nd,e\r\n", kComma), "a,b\r\n\"c\r\nd\",e\r\n");
  EXPECT_EQ(Unescape("a,b\nc,d\\\r\ne,f\n", kComma), "a,b\nc,\"d\r\"\ne,f\n");
  EXPECT_EQ(Unescape("a,b\r\nc,d\\\r\r\ne,f", kComma), "a,b\r\nc,\"d\r\"\r\ne,f");
}

TEST(Unescape, AnInvalidFieldCostsItsLine) {
  EXPECT_EQ(Unescape("a,\"b\\\"c\nd,e\n", kComma), "a,\"b\\\"\"c\"\\\nd,e\n");
  EXPECT_EQ(Unescape("\"a\"b,c\r\nd,\"e\"", kComma), "\"a\"\"b,c\"\\\nd,\"e\"");
  // The line after it may have been a part of the field: no field there goes on to a further line.
  EXPECT_EQ(Unescape("\"a\nb\"c,\"d\ne,\"f\n", kComma), "\"a\"\\\nb\"c,\"d\"\\\ne,\"f\"\\\n");
  EXPECT_EQ(Unescape("\"a\nb\"c,\"d\ne\",f\n", kComma), "\"a\"\\\nb\"c,\"d\"\\\ne\",f\n");
  EXPECT_EQ(Unescape("a\nb\"c,\"d\ne\",f\n", kComma), "a\nb\"c,\"d\ne\",f\n") << "nothing was cut";
  // A bare carriage return is left outside quotes, where it is rejected, or its line is.
  EXPECT_EQ(Unescape("a\rb,c\n", kComma), "a\rb,c\n");
  EXPECT_EQ(Unescape("\\\"a\rb,c\nd\n", kComma), "\"\\\"\"a\rb,c\"\\\nd\n");
  // The file may end with one.
  EXPECT_EQ(Unescape("a,\"b\"\r", kComma), "a,\"b\"\r");
  EXPECT_EQ(Unescape("a,b\\\"\r", kComma), "a,\"b\"\"\"\r");
  // A field that is too long takes no lines with it either.
  const std::string many_lines = "\"" + std::string(kFieldBytesMax + 1, '\n') + "\",b\n";
  EXPECT_TRUE(Unescape(many_lines + "c,d\n", kComma).starts_with("\"\"\\\n\n"));
}

RC_GTEST_PROP(Unescape, RowsAreTheSameHoweverTheyAreRead, ()) {
  std::string text;
  const size_t rows = *rc::gen::inRange<size_t>(1, 40);
  for (size_t row = 0; row < rows; ++row) {
    for (const char* part : *rc::gen::container<std::vector<const char*>>(rc::gen::element(
             "\"", "\\", ",", "\n", "\r", "\r\n", "a", "n", "N", "\\\"", "\\\\", "\\\n", "\",\"", "\u00E4"))) {
      text += part;
    }
    text += std::string(*rc::gen::element<size_t>(0, 0, 0, 30000), 'x');
  }
  const std::string whole = Unescape(text, kComma);
  RC_ASSERT(ReadAll(text, 1) == whole);
  RC_ASSERT(ReadAll(text, 100000) == whole);
}

TEST(Unescape, QuotesAreTextIfTheFileIsUnquoted) {
  const EscapedCsv unquoted = {.unquoted = true};
  EXPECT_EQ(Unescape("\"a\",12\" Mix,\\\"b\nc,\"\"\n", unquoted),
            "\"\"\"a\"\"\",\"12\"\" Mix\",\"\"\"b\"\nc,\"\"\"\"\"\"\n");
  EXPECT_EQ(Unescape("a\"b\rc,d\n", unquoted), "\"a\"\"b\rc,d\"\\\n");
}

TEST(Unescape, APieceMayEndAnywhere) {
  constexpr size_t kPieceBytes = size_t{256} << 10;
  const std::string row = "\"a\"\r\nb\r\n\\\r\nc,\\\n,\\\\,\"d\\\"\"\"e\",\\N\r\n\r\n\"f\"";
  for (size_t cut = 0; cut <= row.size(); ++cut) {
    const std::string text = "\r\n" + std::string(kPieceBytes - 2 - cut - 2, 'x') + "\r\n" + row + row;
    EXPECT_EQ(ReadAll(text, 1 << 16), Unescape(text, kComma)) << cut;
  }
}

TEST(Unescape, ARowOfAnyLengthIsBounded) {
  const std::string long_row(2 * kRowBytesMax, 'x');
  EXPECT_EQ(ReadAll("a,b\n" + long_row + "\nc,d\n", 1 << 16), "a,b\n" + long_row + "\nc,d\n");
  std::string escaped;
  while (escaped.size() < 2 * kRowBytesMax) escaped += "x\\\n,";
  const std::string read = ReadAll("a,b\n" + escaped, 1 << 16);
  EXPECT_GT(read.find('\n', 4), kRowBytesMax) << "the beginning of a row that is too long is one line";
}

}  // namespace
}  // namespace earshot
