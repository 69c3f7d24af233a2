#include "load/sorted_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error_code.h"
#include "base/temporary_directory.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "questions/question.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

constexpr const char* kPlays =
    "\"artist\",\"firstName\",\"gender\",\"itemInSession\",\"lastName\",\"length\",\"level\",\"location\","
    "\"sessionId\",\"song\",\"userId\"\r\n"
    "\"A\",\"F\",\"M\",\"1\",\"L\",\"2.5\",\"paid\",\"loc\",\"7\",\"s\",\"9\"\r\n";

TEST(SortedSource, TakesThePlaysAsTheyWereWhenTheyWereLookedAtOrNone) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/plays.csv";
  std::ofstream(path) << kPlays;
  PlaysFile plays = {path, StampOf(path).value()};
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  size_t uses = 0;
  const auto load = [&] {
    return SortedSource(plays, {}, order, {.memory_bytes = kSortMemoryMin})
        .ForEach({{.table = &table}}, [&](const Table&, const SortedRows&, const SortedRows*) {
          ++uses;
          return absl::OkStatus();
        });
  };
  EXPECT_TRUE(load().ok());
  EXPECT_EQ(uses, 1U);
  ++plays.stamp.inode;
  EXPECT_EQ(CodeOf(load()), ErrorCode::kPlaysChanged);
  EXPECT_EQ(uses, 1U);
}

TEST(CheckUnchanged, ComesAgainWhereADatasetIsComputedAgain) {
  const TemporaryDirectory directory;
  const std::string plays = directory.path() + "/plays.csv";
  std::filesystem::create_directory(plays + ".taste");
  const std::string path = TasteFileOf(plays, Audience());
  std::ofstream(path) << "one";
  const FileStamp before = StampOf(path).value();
  std::ofstream(path) << "another";
  EXPECT_TRUE(absl::IsUnavailable(CheckUnchanged({path, before})));
  EXPECT_TRUE(CheckUnchanged({path, StampOf(path).value()}).ok());
}

// Plays of the items from `first` to `end`, heard by `user`.
std::string PlaysText(int first, int end, int user) {
  std::string text;
  for (int item = first; item < end; ++item) {
    text += fmt::format("\"A\",\"F\",\"M\",\"{}\",\"L\",\"2.5\",\"paid\",\"loc\",\"7\",\"song {}\",\"{}\"\r\n", item,
                        item % 50, user);
  }
  return text;
}

// More than one block.
constexpr int kManyPlays = 9000;

class SortedSourceOfTwoFiles : public ::testing::Test {
 protected:
  SortedSourceOfTwoFiles() {
    const Question plain = ParseQuestions(R"([[question]]
name = "plain"
asks = "?"
given = ["user_id"]
answer = ["song"]
)",
                                          "q")
                               .value()
                               .front();
    const Question counted = ParseQuestions(R"([[question]]
name = "counted"
asks = "?"
given = ["user_id"]
one_per = ["song"]
measures = { plays = "count" }
answer = ["song", "plays"]
)",
                                            "q")
                                 .value()
                                 .front();
    tables_.push_back(DeriveTable(plain).value());
    tables_.push_back(DeriveTable(counted).value());
  }

  PlaysFile Write(const std::string& name, const std::string& text) {
    const std::string path = directory_.path() + "/" + name;
    std::ofstream(path) << text;
    return {path, StampOf(path).value()};
  }

  // All rows, of all tables, with what is said of them.
  static std::string TextOf(const SortedRows& rows) {
    std::string text = fmt::format("{} {} {}\n", rows.count(), rows.folded(), rows.digest().ToString());
    const std::unique_ptr<SortedCursor> cursor = rows.Open("", "").value();
    SortedRow row;
    while (cursor->Next(&row).value()) text += fmt::format("{}{}{}\n", row.sort_key, row.row, row.origin.line);
    return text;
  }

  // Of the tables from the first file and, where there is one, from the last one.
  std::pair<std::string, std::string> RowsOf(const PlaysFile& now, const PlaysFile& last) {
    std::pair<std::string, std::string> texts;
    std::vector<WantedTable> wanted;
    for (const Table& table : tables_) wanted.push_back({.table = &table, .wants_last = !last.path.empty()});
    const Status status = SortedSource(now, last, order_, {.memory_bytes = memory_bytes_})
                              .ForEach(wanted, [&](const Table&, const SortedRows& rows, const SortedRows* of_last) {
                                texts.first += TextOf(rows);
                                if (of_last != nullptr) texts.second += TextOf(*of_last);
                                return absl::OkStatus();
                              });
    EXPECT_TRUE(status.ok()) << status;
    return texts;
  }

  void ExpectTheRowsOfEach(const std::string& now, const std::string& last) {
    const PlaysFile now_file = Write("now.csv", now);
    const PlaysFile last_file = Write("last.csv", last);
    for (const size_t memory_bytes : {kSortMemoryMin, size_t{64} << 20}) {
      memory_bytes_ = memory_bytes;
      const auto [rows, of_last] = RowsOf(now_file, last_file);
      EXPECT_TRUE(rows == RowsOf(now_file, {}).first);
      EXPECT_TRUE(of_last == RowsOf(last_file, {}).first);
    }
  }

  const std::string header_ = std::string(kPlays, std::string(kPlays).find('\n') + 1);
  const TemporaryDirectory directory_;
  const KeyOrder order_;
  std::vector<Table> tables_;
  size_t memory_bytes_ = 0;
};

TEST_F(SortedSourceOfTwoFiles, GivesTheRowsOfEach) {
  const std::string many = header_ + PlaysText(0, kManyPlays, 5);
  const std::string more = PlaysText(kManyPlays, kManyPlays + 100, 5);
  ExpectTheRowsOfEach(many, many);
  ExpectTheRowsOfEach(many + more, many);
  ExpectTheRowsOfEach(many, many + more);
  ExpectTheRowsOfEach(many + more, many + PlaysText(0, 100, 6));
  ExpectTheRowsOfEach(header_ + PlaysText(0, 1, 9) + PlaysText(1, kManyPlays, 5), many);
  ExpectTheRowsOfEach(header_ + PlaysText(0, 3, 5), many);
  ExpectTheRowsOfEach(many, header_ + PlaysText(0, 3, 5));
}

TEST_F(SortedSourceOfTwoFiles, GivesTheRowsOfEachWhereTheirColumnsDiffer) {
  std::string wider = header_;
  wider.insert(wider.size() - 2, ",\"day\"");
  for (int item = 0; item < 100; ++item) {
    std::string play = PlaysText(item, item + 1, 5);
    wider += play.insert(play.size() - 2, ",\"2018-11-02\"");
  }
  ExpectTheRowsOfEach(header_ + PlaysText(0, 100, 5), wider);
  ExpectTheRowsOfEach(wider, header_ + PlaysText(0, 100, 5));
}

}  // namespace
}  // namespace earshot
