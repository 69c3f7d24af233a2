#include "cli/export_targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.h"

namespace earshot {
namespace {

Table TableCalled(const std::string& name) {
  Table table;
  table.name = name;
  return table;
}

const Table kOne = TableCalled("one");
const Table kTwo = TableCalled("two");

// "one: a/one.csv csv zstd"
std::string Described(const std::vector<const Table*>& tables, const std::string& output, Format format) {
  const auto targets = ExportTargets(tables, output, format);
  if (!targets.ok()) return MessageOf(targets.status());
  if (const Status known = CheckForms(*targets); !known.ok()) return MessageOf(known);
  std::string text;
  for (const ExportTarget& target : *targets) {
    const char* name = target.format == Format::kCsv ? "csv" : target.format == Format::kJson ? "json" : "ndjson";
    text += fmt::format("{}: {} {}{}\n", target.table->name, target.path, name, target.compressed ? " zstd" : "");
  }
  return text;
}

TEST(ExportTargetsTest, TheNameSaysTheForm) {
  EXPECT_EQ(Described({&kOne}, "a.csv", Format::kNdjson), "one: a.csv csv\n");
  EXPECT_EQ(Described({&kOne}, "a.ndjson.zst", Format::kTable), "one: a.ndjson.zst ndjson zstd\n");
  EXPECT_EQ(Described({&kOne}, "a.JSONL.ZST", Format::kCsv), "one: a.JSONL.ZST ndjson zstd\n");
  EXPECT_EQ(Described({&kOne}, "a.json", Format::kCsv), "one: a.json json\n");
}

TEST(ExportTargetsTest, ElseTheFormatDoes) {
  EXPECT_EQ(Described({&kOne}, "a", Format::kNdjson), "one: a ndjson\n");
  EXPECT_EQ(Described({&kOne}, "a.zst", Format::kJson), "one: a.zst json zstd\n");
  EXPECT_EQ(Described({&kOne}, "", Format::kTable), "one:  csv\n");
}

TEST(ExportTargetsTest, ADirectoryGetsAFileForEachTable) {
  EXPECT_EQ(Described({&kOne, &kTwo}, "new/", Format::kTable), "one: new/one.csv csv\ntwo: new/two.csv csv\n");
  EXPECT_EQ(Described({&kOne}, "new/", Format::kNdjson), "one: new/one.ndjson ndjson\n");
  const TemporaryDirectory there;
  EXPECT_EQ(Described({&kOne}, there.path(), Format::kJson), fmt::format("one: {}/one.json json\n", there.path()));
}

TEST(ExportTargetsTest, ANameHasAPlaceForTheTables) {
  EXPECT_EQ(Described({&kOne, &kTwo}, "{table}/x-{table}.csv.zst", Format::kTable),
            "one: one/x-one.csv.zst csv zstd\ntwo: two/x-two.csv.zst csv zstd\n");
}

TEST(ExportTargetsTest, WhatOneFileCannotBe) {
  EXPECT_THAT(Described({&kOne, &kTwo}, "a.csv", Format::kTable),
              testing::HasSubstr("a.csv is one file, for 2 tables"));
  EXPECT_THAT(Described({&kOne, &kTwo}, "", Format::kTable), testing::HasSubstr("name one of one, two"));
  EXPECT_THAT(Described({&kOne}, "a.csv.gz", Format::kTable), testing::HasSubstr("which is called .zst"));
  EXPECT_THAT(Described({&kOne}, "a.parquet", Format::kTable), testing::HasSubstr(".parquet is not a form"));
}

}  // namespace
}  // namespace earshot
