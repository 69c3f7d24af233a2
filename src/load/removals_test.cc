#include "load/removals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::ElementsAre;

constexpr RowLimit kTenRows = {.rows = 10, .is_share = false};

LoadMark Mark(LoadState state, uint64_t plays) {
  LoadMark mark;
  mark.state = state;
  mark.plays = plays;
  if (state != LoadState::kFirstLoad) mark.digest = "00";
  return mark;
}

std::string LossOver(const RowLimit& max, const ExtraRows& rows, const std::optional<LoadMark>& before) {
  return LossesOver(max, {{rows, before}}).front();
}

TEST(LossesOver, CountsRowsAfterACompleteLoad) {
  const LoadMark complete = Mark(LoadState::kComplete, 500);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 0, 300, 100}, complete), "");
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 10, 300, 100}, complete), "");
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 11, 300, 500}, complete),
            "11 of 300 rows of song_at are no longer in the plays");
  EXPECT_NE(LossOver(kTenRows, {"song_at", 11, 300, 500}, std::nullopt), "");
}

TEST(LossesOver, IsAShareOfTheRowsInTheStore) {
  const LoadMark complete = Mark(LoadState::kComplete, 1000);
  constexpr RowLimit kTenPercent = {.share = 0.1};
  EXPECT_EQ(LossOver(kTenPercent, {"song_at", 10, 100, 20}, complete), "");
  EXPECT_NE(LossOver(kTenPercent, {"song_at", 11, 100, 1000}, complete), "");
}

TEST(LossesOver, CountsPlaysWhereRowsAreMerged) {
  const LoadMark complete = Mark(LoadState::kComplete, 500);
  EXPECT_EQ(LossOver(kTenRows, {"song_listeners", 200, 300, 490, false}, complete), "");
  EXPECT_EQ(LossOver(kTenRows, {"song_listeners", 1, 300, 489, false}, complete),
            "11 of 500 plays of the last complete load of song_listeners are gone");
  EXPECT_EQ(LossOver(kTenRows, {"song_listeners", 11, 300, 500, false}, std::nullopt),
            "11 of 300 rows of song_listeners are no longer in the plays");
  ExtraRows visits = {"visits", 1, 300, 489, false};
  visits.of = &EventsDataset();
  EXPECT_EQ(LossOver(kTenRows, visits, complete), "11 of 500 events of the last complete load of visits are gone");
}

TEST(LossesOver, CountsPlaysAfterALoadThatHasNotFinished) {
  const LoadMark unfinished = Mark(LoadState::kLoad, 500);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 500}, unfinished), "");
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 490}, unfinished), "");
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 1, 700, 489}, unfinished),
            "11 of 500 plays of the last complete load of song_at are gone");
  // Nothing was complete, so nothing is lost.
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 5}, Mark(LoadState::kFirstLoad, 0)), "");
}

TEST(LossesOver, CountsRowsOfATableThatOnlyAnotherProgramHasFilled) {
  LoadMark unfinished = Mark(LoadState::kLoad, 0);
  unfinished.digest = "";
  EXPECT_NE(LossOver(kTenRows, {"song_at", 11, 300, 500}, unfinished), "");
}

TEST(LossesOver, TakesRowsForMovedWhereATableOfTheSamePlaysHasKeptItsOwn) {
  LoadMark before = Mark(LoadState::kComplete, 300);
  before.rows = 300;
  before.plays_id = "of both";
  const TableWithExtra moved = {{"by_song", 200, 300, 300}, before};
  const std::string loss = "200 of 300 rows of by_song are no longer in the plays";
  const auto losses = [&](const TableWithExtra& other) { return LossesOver(kTenRows, {moved, other}); };
  EXPECT_THAT(losses({{"song_at", 10, 300, 300}, before}), ElementsAre("", ""));
  EXPECT_THAT(losses({{"song_at", 11, 300, 300}, before}),
              ElementsAre(loss, "11 of 300 rows of song_at are no longer in the plays"));
  // The others show nothing of the plays that the first one was loaded with.
  EXPECT_THAT(losses({{"song_at", 0, 299, 300}, before}), ElementsAre(loss, ""));
  EXPECT_THAT(losses({{"listeners", 0, 300, 300, false}, before}), ElementsAre(loss, ""));
  before.plays_id = "of another";
  EXPECT_THAT(losses({{"song_at", 0, 300, 300}, before}), ElementsAre(loss, ""));
  EXPECT_THAT(losses({{"song_at", 0, 0, 300}, std::nullopt}), ElementsAre(loss, ""));
}

TEST(PlaysToCompareWith, CountsThoseWhoseRowsAreLeft) {
  EXPECT_EQ(PlaysToCompareWith({"song_at", 0, 300, 280}, Mark(LoadState::kComplete, 300)), 280);
  EXPECT_EQ(PlaysToCompareWith({"song_at", 20, 300, 280}, Mark(LoadState::kComplete, 300)), 300);
  // As many are new as are gone.
  EXPECT_EQ(PlaysToCompareWith({"song_at", 20, 300, 300}, Mark(LoadState::kComplete, 300)), 320);
  // Several plays have made one row.
  EXPECT_EQ(PlaysToCompareWith({"song_at", 2, 30, 280}, Mark(LoadState::kComplete, 300)), 300);
  EXPECT_EQ(PlaysToCompareWith({"song_at", 20, 300, 280}, std::nullopt), 300);
  // The extra rows may be those of the load that has not finished.
  EXPECT_EQ(PlaysToCompareWith({"song_at", 200, 480, 280}, Mark(LoadState::kLoad, 300)), 300);
  EXPECT_EQ(PlaysToCompareWith({"song_at", 200, 480, 310}, Mark(LoadState::kLoad, 300)), 310);
}

}  // namespace
}  // namespace earshot
