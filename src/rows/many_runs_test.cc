// A RowSorter with so little memory, or such large rows, that its runs are merged in several passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rows/row.h"
#include "rows/row_testing.h"
#include "rows/run_testing.h"
#include "rows/run_tiers.h"

namespace earshot {
namespace {

struct Sorted {
  std::unique_ptr<SortedRows> rows;
  std::vector<OwnedRow> expected;
  Digest digest;
};

// `play` gives the i-th play.
template <typename PlayAt>
Sorted Sort(const Table& table, const RowOrder& order, size_t count, PlayAt play) {
  Sorted sorted;
  PlaySorter sorter(table, order, kSortMemoryMin);
  for (size_t i = 0; i < count; ++i) {
    OwnedRow owned{"", "", i};
    EXPECT_TRUE(play(i, [&](const Play& made) {
                  owned.row = RowOf(table, made);
                  return sorter.Add(made);
                }).ok());
    order.AppendSortKey(table, owned.row, &owned.sort_key);
    sorted.digest.Add(owned.row);
    sorted.expected.push_back(std::move(owned));
  }
  SortAsRuns(&sorted.expected);
  sorted.rows = sorter.Finish().value();
  return sorted;
}

void ExpectAllThere(const Sorted& sorted) {
  EXPECT_EQ(sorted.rows->count(), sorted.expected.size());
  EXPECT_TRUE(sorted.rows->digest() == sorted.digest);
  std::vector<std::string> cuts = sorted.rows->SplitPoints(7).value();
  cuts.insert(cuts.begin(), "");
  cuts.emplace_back("");
  std::vector<OwnedRow> rows;
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    if (cuts[i] == cuts[i + 1]) continue;
    for (OwnedRow& row : ReadAll(*sorted.rows->Open(cuts[i], cuts[i + 1]).value())) rows.push_back(std::move(row));
  }
  EXPECT_TRUE(rows == sorted.expected);
}

TEST(ManyRuns, AreWhatASortGives) {
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  const std::string song(20'000, 's');
  const TemporaryFilesApart apart;
  // A run holds about twenty-five of these rows; keys repeat.
  const Sorted sorted = Sort(table, order, 25 * (kRunsMax + 10), [&](size_t i, auto add) {
    const std::string session = std::to_string(i * 7919 % 1009);
    return add(PlayOf({.session_id = session, .song = song, .line = i}));
  });
  EXPECT_EQ(apart.Descriptors().size(), 1U);
  EXPECT_EQ(sorted.rows->cursors_max(), 16U);
  ExpectAllThere(sorted);
}

// Keys of 300 kB that differ at their ends, in rows of 600 kB with them: one run a row, and few cursors at once.
TEST(ManyRuns, MayHaveKeysOfAnySize) {
  const Table table = TableOfQuestion(R"(
    [[question]]
    name = "long"
    asks = "Long?"
    given = ["artist", "song", "first_name", "last_name", "location"]
    one_per = ["user_id"]
    answer = ["user_id"]
  )");
  const KeyOrder order;
  const std::string text(65'000, 't');
  const TemporaryFilesApart apart;
  const Sorted sorted = Sort(table, order, 40, [&](size_t i, auto add) {
    const std::string user = std::to_string(i * 7919 % 41);
    Play play = PlayOf({.user_id = user, .artist = text, .song = text, .first_name = text, .line = i});
    play.fields[PlaysDataset().Find("last_name")] = text;
    play.fields[PlaysDataset().Find("location")] = text;
    return add(play);
  });
  EXPECT_LE(sorted.rows->cursors_max(), 4U);
  EXPECT_GE(sorted.rows->cursors_max(), 1U);
  ExpectAllThere(sorted);
}

// The largest row that there may be is larger, with its key, than the least memory.
TEST(ManyRuns, MayHaveARowThatIsLargerThanTheBuffer) {
  const Table table = BuiltinTable("song_at");
  const KeyOrder order;
  const std::string song(kSortMemoryMin + 1, 's');
  const Sorted sorted = Sort(table, order, 5, [&](size_t i, auto add) {
    const std::string session = std::to_string(5 - i);
    return add(PlayOf({.session_id = session, .song = i == 2 ? std::string_view(song) : "short", .line = i}));
  });
  ExpectAllThere(sorted);
}

}  // namespace
}  // namespace earshot
