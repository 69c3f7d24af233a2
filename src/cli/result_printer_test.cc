#include "cli/result_printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output_testing.h"
#include "cli/result_object.h"

namespace earshot {
namespace {

std::string Printed(Format format, const std::vector<std::vector<OutputValue>>& rows) {
  TextOutput output;
  ResultPrinter printer({{"song"}, {"length", ValueKind::kNumber}, {"places", ValueKind::kJson}}, format, output);
  for (const std::vector<OutputValue>& row : rows) EXPECT_TRUE(printer.Add(row).ok());
  EXPECT_TRUE(printer.Finish().ok());
  return output.text();
}

const std::vector<std::vector<OutputValue>> kRows = {{{"A, \"b\""}, {"1.5"}, {"[1]"}}, {{"", true}, {"inf"}, {"[]"}}};

TEST(ResultPrinter, PrintsEachFormat) {
  EXPECT_EQ(Printed(Format::kTable, kRows), "song    length\n------  ------\nA, \"b\"     1.5\n           inf\n");
  EXPECT_EQ(Printed(Format::kCsv, kRows), "song,length\n\"A, \"\"b\"\"\",1.5\n,inf\n");
  const std::string first = R"({"song": "A, \"b\"", "length": 1.5, "places": [1]})";
  const std::string second = R"({"song": null, "length": null, "places": []})";
  EXPECT_EQ(Printed(Format::kJson, kRows), "[\n" + first + ",\n" + second + "\n]\n");
  EXPECT_EQ(Printed(Format::kNdjson, kRows), first + "\n" + second + "\n");
  EXPECT_EQ(Printed(Format::kJsonLine, kRows), "[" + first + ", " + second + "]");
}

TEST(ResultPrinter, PrintsNoRows) {
  EXPECT_EQ(Printed(Format::kTable, {}), "song  length\n----  ------\n");
  EXPECT_EQ(Printed(Format::kCsv, {}), "song,length\n");
  EXPECT_EQ(Printed(Format::kJson, {}), "[]\n");
  EXPECT_EQ(Printed(Format::kNdjson, {}), "");
  EXPECT_EQ(Printed(Format::kJsonLine, {}), "[]");
}

TEST(ResultObject, IsOneDocumentInJsonAndOneLineInNdjson) {
  for (const Format format : {Format::kJson, Format::kNdjson}) {
    TextOutput output;
    {
      ResultObject object(format, output);
      ASSERT_TRUE(object.Name("load").ok());
      ASSERT_TRUE(PrintObject({{"rows", 1}}, object.part_format(), output).ok());
      ASSERT_TRUE(object.Open("answers").ok());
      for (const char* name : {"a \"b\"", "c"}) {
        ASSERT_TRUE(object.Name(name).ok());
        ResultPrinter printer({{"song"}}, object.part_format(), output);
        ASSERT_TRUE(printer.Add({{"x"}}).ok() && printer.Finish().ok());
      }
      ASSERT_TRUE(object.Close().ok());
      ASSERT_TRUE(object.Open("none").ok() && object.Close().ok());
    }
    const auto document = nlohmann::json::parse(output.text());
    EXPECT_EQ(document, nlohmann::json::parse(
                            R"({"load": {"rows": 1}, "answers": {"a \"b\"": [{"song": "x"}], "c": [{"song": "x"}]},
                                "none": {}})"));
    const auto lines = std::count(output.text().begin(), output.text().end(), '\n');
    EXPECT_EQ(lines == 1, format == Format::kNdjson);
    EXPECT_EQ(output.text().back(), '\n');
  }
}

TEST(ResultObject, ThatAnErrorEndsIsClosed) {
  TextOutput output;
  {
    ResultObject object(Format::kJson, output);
    ASSERT_TRUE(object.Open("answers").ok());
  }
  EXPECT_EQ(nlohmann::json::parse(output.text()), nlohmann::json::parse(R"({"answers": {}})"));
}

TEST(PrintObject, AsCsvIsItsScalars) {
  TextOutput output;
  const nlohmann::ordered_json object = {{"directory", "a,b"}, {"files", 3}, {"list", {1, 2}}, {"none", nullptr}};
  ASSERT_TRUE(PrintObject(object, Format::kCsv, output).ok());
  EXPECT_EQ(output.text(), "directory,files,none\n\"a,b\",3,\n");
}

}  // namespace
}  // namespace earshot
