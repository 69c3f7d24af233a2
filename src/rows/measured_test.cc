#include "rows/measured.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <random>
#include <set>

#include "cql/cells.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

std::string Text(const Table& table, std::string_view row) {
  std::string text;
  CellReader cells(row);
  for (const TableColumn& column : table.columns) text += TextOf(column.type, cells.Next()) + "|";
  return text;
}

StatusOr<std::vector<std::string>> Measured(const Table& table, const std::vector<PlayFields>& plays,
                                            size_t memory_bytes = kSortMemoryMin, uint64_t* folded = nullptr) {
  const KeyOrder order;
  PlaySorter sorter(table, order, memory_bytes);
  for (const PlayFields& play : plays) RETURN_IF_ERROR(sorter.Add(PlayOf(play)));
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedRows> groups, sorter.Finish());
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedRows> rows, MeasureGroups(table, order, *groups, memory_bytes, 1));
  if (folded != nullptr) *folded = rows->folded();
  std::vector<std::string> texts;
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedCursor> cursor, rows->Open("", ""));
  SortedRow row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, cursor->Next(&row));
    if (!more) return texts;
    texts.push_back(Text(table, row.row));
  }
}

TEST(MeasureGroups, TakesEachMeasureOverItsGroup) {
  const Table table = TableOfQuestion(R"(
      [[question]]
      name = "q"
      given = ["artist"]
      one_per = ["song"]
      answer = ["song", "n", "ears", "s", "low", "top", "mean", "items", "first_name"]
      [question.measures]
      n = "count"
      ears = "distinct user_id"
      s = "sum length"
      low = "min length"
      top = "max user_id"
      mean = "avg length"
      items = "sum item_in_session")");
  uint64_t folded = 0;
  const auto rows =
      Measured(table,
               {{.item = "1", .user_id = "9", .song = "A", .first_name = "Ann", .length = "0.1", .line = 2},
                {.item = "2", .user_id = "10", .song = "A", .length = "0.2", .line = 3},
                {.item = "4", .user_id = "9", .song = "A", .first_name = "Last", .length = "0.6", .line = 4},
                {.user_id = "7", .song = "B", .length = "3", .line = 5}},
               kSortMemoryMin, &folded);
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, (std::vector<std::string>{"Artist|A|3|2|0.9|0.1|10|0.3|7|Last|", "Artist|B|1|1|3|3|7|3|0|Ann|"}));
  EXPECT_EQ(folded, 2U);
}

TEST(MeasureGroups, PutsRowsInTheOrderOfTheirMeasures) {
  const Table table = TableOfQuestion(R"(
      [[question]]
      name = "q"
      given = ["artist"]
      one_per = ["song"]
      measures = { n = "count" }
      order = ["n desc"]
      answer = ["song", "n"])");
  const auto rows = Measured(table, {{.song = "A"}, {.song = "B"}, {.song = "C"}, {.song = "B"}});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows, (std::vector<std::string>{"Artist|2|B|", "Artist|1|A|", "Artist|1|C|"}));
}

TEST(MeasureGroups, KeepsGroupsApartWhoseKeysRunTogether) {
  const Table table = TableOfQuestion(R"(
      [[question]]
      name = "q"
      given = ["artist"]
      one_per = ["song"]
      measures = { n = "count", ears = "distinct first_name" }
      answer = ["n", "ears"])");
  const auto rows =
      Measured(table, {{.artist = "a", .song = "bc"}, {.artist = "ab", .song = "c"}, {.artist = "a", .song = "b"}});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->size(), 3U);
}

TEST(MeasureGroups, RefusesASumThatNoBigintHolds) {
  const Table table = TableOfQuestion(R"(
      [[question]]
      name = "q"
      given = ["artist"]
      one_per = []
      measures = { s = "sum user_id" }
      answer = ["s"])");
  const auto rows = Measured(table, {{.user_id = "9223372036854775807"}, {.user_id = "1", .line = 9}});
  EXPECT_EQ(MessageOf(rows.status()), "table q: s of the row whose last play is in line 9 is out of range for bigint");
}

// More groups and distinct values than the memory holds.
TEST(MeasureGroups, IsExactWhateverTheMemory) {
  const Table table = TableOfQuestion(R"(
      [[question]]
      name = "q"
      given = ["session_id"]
      one_per = []
      measures = { n = "count", songs = "distinct song", ears = "distinct user_id" }
      answer = ["n", "songs", "ears"])");
  std::mt19937 random(1);
  std::vector<std::array<std::string, 3>> texts;
  struct Group {
    size_t count = 0;
    std::set<std::string> songs;
    std::set<std::string> users;
  };
  std::map<int, Group> groups;
  for (size_t i = 0; i < 40'000; ++i) {
    const int session = static_cast<int>(random() % 300);
    texts.push_back({std::to_string(session), std::to_string(random() % 50), std::to_string(random() % 90)});
    Group& group = groups[session];
    ++group.count;
    group.songs.insert(texts.back()[1]);
    group.users.insert(texts.back()[2]);
  }
  std::vector<PlayFields> plays;
  for (const auto& [session, song, user] : texts)
    plays.push_back({.session_id = session, .user_id = user, .song = song});
  const auto rows = Measured(table, plays);
  ASSERT_TRUE(rows.ok()) << rows.status();
  std::vector<std::string> wanted;
  for (const auto& [session, group] : groups) {
    wanted.push_back(fmt::format("{}|{}|{}|{}|", session, group.count, group.songs.size(), group.users.size()));
  }
  EXPECT_EQ(*rows, wanted);
}

}  // namespace
}  // namespace earshot
