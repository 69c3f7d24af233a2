#include "load/row_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "load/store_testing.h"
#include "rows/row_testing.h"

namespace earshot {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NoScan : public UnaskedStore {
 public:
  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table&, const KeyRange&) override { return SystemError("not asked"); }
};

class ListedRows : public RowCursor {
 public:
  explicit ListedRows(std::vector<std::string> rows) : rows_(std::move(rows)) {}

  StatusOr<bool> Next(std::string_view* row) override {
    if (next_ == rows_.size()) return false;
    *row = rows_[next_++];
    return true;
  }

 private:
  const std::vector<std::string> rows_;
  size_t next_ = 0;
};

class RowMergeTest : public ::testing::Test {
 protected:
  // A row of each session.
  std::unique_ptr<SortedRows> RowsOf(const std::vector<std::string>& sessions, const std::string& song = "Song") {
    PlaySorter sorter(table_, store_.Order(), kSortMemoryMin);
    for (const std::string& session : sessions) {
      EXPECT_TRUE(sorter.Add(PlayOf({.session_id = session, .song = song})).ok());
    }
    return sorter.Finish().value();
  }

  std::vector<std::string> ListOf(const SortedRows& rows) {
    std::vector<std::string> list;
    const std::unique_ptr<SortedCursor> cursor = rows.Open("", "").value();
    SortedRow row;
    while (cursor->Next(&row).value()) list.emplace_back(row.row);
    return list;
  }

  RowMerge Merge(const SortedRows& source, std::vector<std::string> in_store) {
    return RowMerge(table_, store_, DistinctRows(table_, source.Open("", "").value(), nullptr),
                    std::make_unique<ListedRows>(std::move(in_store)));
  }

  static std::vector<RowMatch> MatchesOf(RowMerge merge) {
    std::vector<RowMatch> matches;
    MergedRow row;
    while (merge.Next(&row).value()) matches.push_back(row.match);
    return matches;
  }

  const Table table_ = BuiltinTable("song_at");
  const NoScan store_{};
};

TEST_F(RowMergeTest, FindsEachDifferenceAtTheBeginningInBetweenAndAtTheEnd) {
  constexpr RowMatch kSame = RowMatch::kSame;
  constexpr RowMatch kMissing = RowMatch::kMissing;
  constexpr RowMatch kExtra = RowMatch::kExtra;
  const auto rows = RowsOf({"1", "3", "5"});
  EXPECT_THAT(MatchesOf(Merge(*rows, ListOf(*rows))), ElementsAre(kSame, kSame, kSame));
  EXPECT_THAT(MatchesOf(Merge(*rows, {})), ElementsAre(kMissing, kMissing, kMissing));
  EXPECT_THAT(MatchesOf(Merge(*RowsOf({}), ListOf(*rows))), ElementsAre(kExtra, kExtra, kExtra));
  EXPECT_THAT(MatchesOf(Merge(*rows, ListOf(*RowsOf({"0", "1", "2", "6"})))),
              ElementsAre(kExtra, kSame, kExtra, kMissing, kMissing, kExtra));
  EXPECT_THAT(MatchesOf(Merge(*rows, ListOf(*RowsOf({"5"}, "Another")))),
              ElementsAre(kMissing, kMissing, RowMatch::kDiffers));
}

TEST_F(RowMergeTest, IsNoneWithAStoreThatBreaksItsOrder) {
  const auto rows = RowsOf({"1", "2"});
  const std::vector<std::string> in_order = ListOf(*rows);
  for (const std::vector<std::string>& given :
       {std::vector{in_order[1], in_order[0]}, {in_order[0], in_order[0]}, {in_order[0], in_order[1], in_order[1]}}) {
    RowMerge merge = Merge(*rows, given);
    MergedRow row;
    StatusOr<bool> more = true;
    while (more.ok() && *more) more = merge.Next(&row);
    EXPECT_THAT(MessageOf(more.status()), HasSubstr("out of order"));
  }
}

}  // namespace
}  // namespace earshot
