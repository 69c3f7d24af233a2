#include "taste/sorted_plays.h"

#include <gtest/gtest.h>

#include "base/temporary_directory.h"
#include "taste/plays_testing.h"

namespace earshot {
namespace {

class SortedPlaysTest : public ::testing::Test {
 protected:
  std::unique_ptr<SortedPlays> Sorted(const std::vector<TestPlay>& plays, bool has_days = true) {
    std::string text = HeaderOfPlays(has_days);
    for (const TestPlay& play : plays) text += LineOf(play, has_days);
    const PlaysFile file = WritePlays(directory_.path() + "/plays.csv", text);
    return SortedPlays::Sort(file, {.memory_bytes = size_t{1} << 20, .threads = 2}).value();
  }

  const TemporaryDirectory directory_;
};

std::vector<Heard> ListOf(const HeardLists& lists, size_t listener) {
  const std::span<const Heard> heard = lists.Of(listener);
  return {heard.begin(), heard.end()};
}

TEST_F(SortedPlaysTest, NumbersListenersArtistsAndSongsInOrder) {
  const auto plays = Sorted({{.user_id = 10, .artist = "B", .song = "y", .item = 0},
                             {.user_id = 9, .artist = "A", .song = "z", .item = 1},
                             {.user_id = 10, .artist = "B", .song = "x", .item = 2},
                             {.user_id = 10, .artist = "A", .song = "z", .item = 3},
                             {.user_id = 10, .artist = "B", .song = "y", .item = 4}});
  EXPECT_EQ(plays->counts().plays, 5);
  EXPECT_EQ(plays->counts().listeners, 2);
  EXPECT_EQ(plays->counts().artists_heard, 3);
  EXPECT_EQ(plays->counts().songs_heard, 4);
  const Listening listening = plays->ReadAll(plays->TakeCatalog()).value();
  EXPECT_EQ(listening.catalog.artists, (std::vector<std::string>{"A", "B"}));
  ASSERT_EQ(listening.catalog.songs.size(), 3);
  EXPECT_EQ(listening.catalog.songs[0].title, "z");
  EXPECT_EQ(listening.catalog.songs[1].title, "x");
  EXPECT_EQ(listening.catalog.songs[1].artist, 1);
  EXPECT_EQ(listening.catalog.song_ends, (std::vector<uint32_t>{1, 3}));
  EXPECT_EQ(listening.listeners[0].user_id, 9);
  EXPECT_EQ(ListOf(listening.artists, 0), (std::vector<Heard>{{0, 1}}));
  EXPECT_EQ(ListOf(listening.artists, 1), (std::vector<Heard>{{0, 1}, {1, 3}}));
  EXPECT_EQ(ListOf(listening.songs, 1), (std::vector<Heard>{{0, 1}, {1, 1}, {2, 2}}));
}

TEST_F(SortedPlaysTest, CountsAPlayOnceThatTheFileHasTwice) {
  const auto plays = Sorted({{.item = 1}, {.item = 1}, {.item = 2}});
  EXPECT_EQ(plays->counts().plays, 2);
  EXPECT_EQ(ListOf(plays->ReadAll(plays->TakeCatalog()).value().artists, 0), (std::vector<Heard>{{0, 2}}));
}

TEST_F(SortedPlaysTest, TakesLevelAndRegionFromTheLastPlayOfTheFile) {
  const auto plays = Sorted({{.artist = "C", .item = 1, .level = "free", .location = "Town, CA"},
                             {.artist = "A", .item = 2, .level = "paid", .location = "Town, NY"},
                             {.artist = "B", .item = 3, .level = "free", .location = "Town, TX"}});
  const Listening listening = plays->ReadAll(plays->TakeCatalog()).value();
  EXPECT_EQ(listening.listeners[0].level, "free");
  EXPECT_EQ(listening.listeners[0].gender, "M");
  EXPECT_EQ(listening.listeners[0].region, "TX");
}

TEST_F(SortedPlaysTest, TheLastDayIsNotThatOfAClockThatWasWrong) {
  std::vector<TestPlay> plays;
  for (int item = 0; item < 1000; ++item) {
    plays.push_back({.artist = item < 990 ? "A" : "B", .day = item < 990 ? "2024-01-03" : "2024-01-10", .item = item});
  }
  plays.push_back({.artist = "C", .day = "2031-01-01", .item = 1000});
  const auto sorted = Sorted(plays);
  const SplitListening split = sorted->ReadSplit(sorted->TakeCatalog()).value();
  EXPECT_EQ(ListOf(split.before.artists, 0), (std::vector<Heard>{{0, 990}}));
  EXPECT_EQ(ListOf(split.new_artists, 0), (std::vector<Heard>{{1, 10}, {2, 1}}));
}

TEST_F(SortedPlaysTest, HoldsOutTheLastSevenDaysAndWhatWasNewInThem) {
  const auto plays = Sorted({{.artist = "A", .song = "a", .day = "2024-01-03", .item = 1},
                             {.artist = "A", .song = "a", .day = "2024-01-04", .item = 2},
                             {.artist = "A", .song = "b", .day = "2024-01-04", .item = 3},
                             {.artist = "B", .song = "c", .day = "2024-01-10", .item = 4},
                             {.artist = "B", .song = "c", .day = "2024-01-09", .item = 5}});
  EXPECT_FALSE(plays->is_by_session());
  const SplitListening split = plays->ReadSplit(plays->TakeCatalog()).value();
  EXPECT_EQ(ListOf(split.before.artists, 0), (std::vector<Heard>{{0, 1}}));
  EXPECT_EQ(ListOf(split.before.songs, 0), (std::vector<Heard>{{0, 1}}));
  EXPECT_EQ(ListOf(split.new_artists, 0), (std::vector<Heard>{{1, 2}}));
  EXPECT_EQ(ListOf(split.new_songs, 0), (std::vector<Heard>{{1, 1}, {2, 2}}));
}

TEST_F(SortedPlaysTest, HoldsOutTheLastSessionOfEachListenerWithoutDays) {
  const auto plays = Sorted({{.user_id = 1, .artist = "A", .session_id = 9, .item = 1},
                             {.user_id = 1, .artist = "B", .session_id = 12, .item = 1},
                             {.user_id = 2, .artist = "A", .session_id = 12, .item = 2},
                             {.user_id = 2, .artist = "B", .session_id = 13, .item = 1}},
                            false);
  EXPECT_TRUE(plays->is_by_session());
  const SplitListening split = plays->ReadSplit(plays->TakeCatalog()).value();
  for (const size_t listener : {0U, 1U}) {
    EXPECT_EQ(ListOf(split.before.artists, listener), (std::vector<Heard>{{0, 1}}));
    EXPECT_EQ(ListOf(split.new_artists, listener), (std::vector<Heard>{{1, 1}}));
  }
}

// The catalog stays the same; the plays of the listener do not.
TEST_F(SortedPlaysTest, KeepsTheMostPlayedArtistsOfOneWhoHasHeardMany) {
  std::vector<TestPlay> many;
  for (size_t artist = 0; artist < kArtistsOfListenerMax + 2; ++artist) {
    const size_t plays = artist == 5 || artist == 7 ? 1 : 2;
    for (size_t i = 0; i < plays; ++i) {
      many.push_back({.artist = fmt::format("{:05}", artist), .item = static_cast<int>(many.size())});
    }
  }
  const auto plays = Sorted(many);
  const Listening listening = plays->ReadAll(plays->TakeCatalog()).value();
  EXPECT_EQ(listening.catalog.artists.size(), kArtistsOfListenerMax + 2);
  EXPECT_EQ(listening.artists.Of(0).size(), kArtistsOfListenerMax);
  EXPECT_EQ(listening.songs.Of(0).size(), kArtistsOfListenerMax);
  for (const uint32_t artist : {5U, 7U}) EXPECT_EQ(PlaysOf(listening.artists.Of(0), artist), 0);
  for (const uint32_t artist : {4U, 6U, 8U}) EXPECT_EQ(PlaysOf(listening.artists.Of(0), artist), 2);
}

}  // namespace
}  // namespace earshot
