#include "load/removals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::Optional;

constexpr RowLimit kTenRows = {.rows = 10, .is_share = false};

LoadMark Mark(LoadState state, uint64_t plays) {
  LoadMark mark;
  mark.state = state;
  mark.plays = plays;
  if (state != LoadState::kFirstLoad) mark.digest = "00";
  return mark;
}

TEST(LossOver, CountsRowsAfterACompleteLoad) {
  const LoadMark complete = Mark(LoadState::kComplete, 500);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 0, 300, 100}, complete), std::nullopt);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 10, 300, 100}, complete), std::nullopt);
  EXPECT_THAT(LossOver(kTenRows, {"song_at", 11, 300, 500}, complete),
              Optional(std::string("11 of 300 rows of song_at are no longer in the plays")));
  EXPECT_TRUE(LossOver(kTenRows, {"song_at", 11, 300, 500}, std::nullopt).has_value());
}

TEST(LossOver, IsAShareOfTheRowsInTheStore) {
  const LoadMark complete = Mark(LoadState::kComplete, 1000);
  constexpr RowLimit kTenPercent = {.share = 0.1};
  EXPECT_EQ(LossOver(kTenPercent, {"song_at", 10, 100, 20}, complete), std::nullopt);
  EXPECT_TRUE(LossOver(kTenPercent, {"song_at", 11, 100, 1000}, complete).has_value());
}

TEST(LossOver, CountsPlaysAfterALoadThatHasNotFinished) {
  const LoadMark unfinished = Mark(LoadState::kLoad, 500);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 500}, unfinished), std::nullopt);
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 490}, unfinished), std::nullopt);
  EXPECT_THAT(LossOver(kTenRows, {"song_at", 1, 700, 489}, unfinished),
              Optional(std::string("11 of 500 plays of the last complete load of song_at are gone")));
  // Nothing was complete, so nothing is lost.
  EXPECT_EQ(LossOver(kTenRows, {"song_at", 200, 700, 5}, Mark(LoadState::kFirstLoad, 0)), std::nullopt);
}

TEST(LossOver, CountsRowsOfATableThatOnlyAnotherProgramHasFilled) {
  LoadMark unfinished = Mark(LoadState::kLoad, 0);
  unfinished.digest = "";
  EXPECT_TRUE(LossOver(kTenRows, {"song_at", 11, 300, 500}, unfinished).has_value());
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
