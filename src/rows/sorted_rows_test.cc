#include "rows/sorted_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "rows/distinct_rows.h"
#include "rows/row.h"
#include "rows/row_testing.h"
#include "rows/run_testing.h"

namespace earshot {
namespace {

// Sorts plays of random sessions; few of them, so that keys repeat.
struct Fixture {
  Table table = BuiltinTable("song_at");
  KeyOrder order;
  std::vector<std::string> sessions;

  std::unique_ptr<SortedRows> Sort(size_t memory_bytes, const std::string& song) const {
    PlaySorter sorter(table, order, memory_bytes);
    for (size_t i = 0; i < sessions.size(); ++i) {
      EXPECT_TRUE(sorter.Add(PlayOf({.session_id = sessions[i], .song = song, .line = i})).ok());
    }
    return sorter.Finish().value();
  }

  // What std::sort makes of the same rows.
  std::vector<OwnedRow> Expected(const std::string& song) const {
    std::vector<OwnedRow> rows;
    for (size_t i = 0; i < sessions.size(); ++i) {
      OwnedRow owned{"", "", i};
      owned.row = RowOf(table, PlayOf({.session_id = sessions[i], .song = song, .line = i}));
      order.AppendSortKey(table, owned.row, &owned.sort_key);
      rows.push_back(std::move(owned));
    }
    std::sort(rows.begin(), rows.end(), [](const OwnedRow& a, const OwnedRow& b) {
      return std::tie(a.sort_key, a.line) < std::tie(b.sort_key, b.line);
    });
    return rows;
  }
};

Fixture RandomFixture(size_t count) {
  Fixture fixture;
  for (size_t i = 0; i < count; ++i) fixture.sessions.push_back(std::to_string(*rc::gen::inRange(-50, 50)));
  return fixture;
}

RC_GTEST_PROP(SortedRows, InMemoryAreWhatASortGives, ()) {
  const Fixture fixture = RandomFixture(*rc::gen::inRange<size_t>(0, 300));
  const auto sorted = fixture.Sort(kSortMemoryMin, "Song");
  RC_ASSERT(ReadAll(*sorted->Open("", "").value()) == fixture.Expected("Song"));
  RC_ASSERT(sorted->count() == fixture.sessions.size());
}

// A song title of 20 kB makes a hundred rows overflow the smallest budget.
TEST(SortedRows, OnDiskAreWhatASortGives) {
  Fixture fixture;
  for (int i = 0; i < 400; ++i) fixture.sessions.push_back(std::to_string((i * 7919) % 101));
  const std::string song(20'000, 's');
  const auto sorted = fixture.Sort(kSortMemoryMin, song);
  EXPECT_EQ(ReadAll(*sorted->Open("", "").value()), fixture.Expected(song));
  EXPECT_EQ(sorted->count(), 400U);
}

// The ranges one after the other must give the whole, in memory and on disk.
void ExpectRangesGiveTheWhole(const SortedRows& sorted, const std::vector<OwnedRow>& expected) {
  std::vector<OwnedRow> rows;
  const std::vector<std::string> cuts = {"", expected[expected.size() / 3].sort_key,
                                         expected[expected.size() / 2].sort_key + "x", expected.back().sort_key, ""};
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    for (OwnedRow& row : ReadAll(*sorted.Open(cuts[i], cuts[i + 1]).value())) rows.push_back(std::move(row));
  }
  EXPECT_EQ(rows, expected);
}

TEST(SortedRows, RangesGiveTheWhole) {
  Fixture fixture;
  for (int i = 0; i < 400; ++i) fixture.sessions.push_back(std::to_string((i * 7919) % 101));
  for (const std::string& song : {std::string("short"), std::string(20'000, 's')}) {
    ExpectRangesGiveTheWhole(*fixture.Sort(kSortMemoryMin, song), fixture.Expected(song));
  }
}

TEST(SortedRows, AreCutIntoPartsOfAboutTheSameSize) {
  Fixture fixture;
  constexpr int kRows = 1600;
  for (int i = 0; i < kRows; ++i) fixture.sessions.push_back(std::to_string((i * 7919) % 1601));
  for (const std::string& song : {std::string("short"), std::string(20'000, 's')}) {
    const std::unique_ptr<SortedRows> sorted = fixture.Sort(4 * kSortMemoryMin, song);
    std::vector<std::string> cuts = sorted->SplitPoints(3).value();
    ASSERT_EQ(cuts.size(), 3U);
    cuts.insert(cuts.begin(), "");
    cuts.emplace_back("");
    for (size_t i = 0; i + 1 < cuts.size(); ++i) {
      const size_t rows = ReadAll(*sorted->Open(cuts[i], cuts[i + 1]).value()).size();
      EXPECT_NEAR(static_cast<double>(rows), kRows / 4, kRows / 10);
    }
  }
  fixture.sessions.clear();
  EXPECT_TRUE(fixture.Sort(kSortMemoryMin, "")->SplitPoints(3).value().empty());
}

TEST(SortedRows, SayWhereTheTemporaryFileCannotGo) {
  Fixture fixture;
  fixture.sessions.assign(200, "1");
  const char* before = std::getenv("TMPDIR");
  const std::string saved = before == nullptr ? "" : before;
  setenv("TMPDIR", "/no/such/directory", 1);
  PlaySorter sorter(fixture.table, fixture.order, kSortMemoryMin);
  Status status;
  const std::string song(20'000, 's');
  for (int i = 0; i < 200 && status.ok(); ++i) status = sorter.Add(PlayOf({.song = song}));
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", saved.c_str(), 1);
  EXPECT_THAT(MessageOf(status), ::testing::HasSubstr("cannot write a sorted run in /no/such/directory"));
}

// --- duplicates of a key ---

struct Resolved {
  std::vector<OwnedRow> rows;
  DroppedCounts counts;
  std::vector<std::pair<uint64_t, uint64_t>> conflicts;  // kept line, dropped line
};

Resolved Resolve(const Table& table, const std::vector<Play>& plays) {
  const KeyOrder order;
  PlaySorter sorter(table, order, kSortMemoryMin);
  for (const Play& play : plays) EXPECT_TRUE(sorter.Add(play).ok());
  const auto sorted = sorter.Finish().value();
  Resolved resolved;
  DistinctRows distinct(table, sorted->Open("", "").value(), [&](const Conflict& conflict) {
    resolved.conflicts.emplace_back(conflict.kept_origin.line, conflict.dropped_origin.line);
    return absl::OkStatus();
  });
  SortedRow row;
  while (distinct.Next(&row).value()) {
    resolved.rows.push_back({std::string(row.sort_key), std::string(row.row), row.origin.line});
  }
  resolved.counts = distinct.counts();
  return resolved;
}

TEST(DistinctRows, CountTheSamePlayAsARepeat) {
  const Resolved resolved = Resolve(BuiltinTable("song_at"), {PlayOf({.line = 2}), PlayOf({.line = 3})});
  ASSERT_EQ(resolved.rows.size(), 1U);
  EXPECT_EQ(resolved.counts.duplicates, 1U);
  EXPECT_EQ(resolved.counts.conflicts, 0U);
}

TEST(DistinctRows, LetTheLaterOfTwoConflictingPlaysStay) {
  const Resolved resolved = Resolve(
      BuiltinTable("song_at"),
      {PlayOf({.song = "B", .line = 9}), PlayOf({.song = "A", .line = 4}), PlayOf({.session_id = "2", .line = 5})});
  ASSERT_EQ(resolved.rows.size(), 2U);
  EXPECT_EQ(resolved.rows[0].line, 9U);
  EXPECT_EQ(resolved.counts.conflicts, 1U);
  EXPECT_EQ(resolved.conflicts, (std::vector<std::pair<uint64_t, uint64_t>>{{9, 4}}));
}

TEST(DistinctRows, FoldPlaysIntoOneRowPerListenerWithTheLastValues) {
  const Table table = BuiltinTable("song_listeners");
  const Resolved resolved =
      Resolve(table, {PlayOf({.item = "1", .first_name = "Ann", .line = 2}),
                      PlayOf({.item = "2", .first_name = "Anna", .line = 3}), PlayOf({.user_id = "11", .line = 4})});
  ASSERT_EQ(resolved.rows.size(), 2U);
  EXPECT_EQ(resolved.counts.merged, 1U);
  EXPECT_EQ(resolved.counts.conflicts, 0U);
  EXPECT_THAT(resolved.rows[0].row, ::testing::HasSubstr("Anna"));
}

TEST(DistinctRows, KeepTheFirstRowsOfEachAnswer) {
  const Table table = TableOfQuestion(
      "[[question]]\nname='q'\ngiven=['artist','level']\npartition=['artist']\norder=['length "
      "desc']\nlimit=2\nanswer=['song']");
  const Resolved resolved = Resolve(
      table, {PlayOf({.item = "1", .artist = "A", .length = "1"}), PlayOf({.item = "2", .artist = "A", .length = "3"}),
              PlayOf({.item = "3", .artist = "A", .length = "2"}), PlayOf({.item = "3", .artist = "A", .length = "2"}),
              PlayOf({.item = "4", .artist = "B", .length = "1"})});
  ASSERT_EQ(resolved.rows.size(), 3U);
  EXPECT_EQ(resolved.counts.over_limit, 1U);
  EXPECT_EQ(resolved.counts.duplicates, 1U);
  EXPECT_EQ(resolved.counts.total(), 2U);
}

}  // namespace
}  // namespace earshot
