#include "generate/taste/choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace earshot {
namespace {

class PlantedChoiceTest : public testing::Test {
 protected:
  // Everybody plays in turn: `rounds` times a few plays of one mood. Counts by PlayKind.
  std::array<double, 4> SharesAfter(uint32_t rounds) {
    std::array<double, 4> shares{};
    for (uint32_t round = 0; round < rounds; ++round) {
      for (uint32_t i = 0; i < kPeople; ++i) {
        const uint32_t scene = DrawScene(people_, i, 0, &random_);
        for (uint32_t k = 0; k < kPlays; ++k) {
          const PlayKind kind = choice_.Play(i, scene, &random_).kind;
          shares[static_cast<size_t>(kind)] += 1.0 / (rounds * kPeople * kPlays);
        }
      }
    }
    return shares;
  }

  static constexpr uint32_t kPeople = 1'000;
  static constexpr uint32_t kPlays = 5;

  const PlantedMusic music_{1, 2'000};
  const PlantedPeople people_ = MakePlantedPeople(1, kPeople, 60);
  PlantedChoice choice_{music_, people_};
  Random random_ = Random({1});
};

// Of a friend's are 0.35 x 0.15 of half of the listeners' plays, where the group's draw is not the listener.
TEST_F(PlantedChoiceTest, MixesOldAndNew) {
  const auto shares = SharesAfter(40);
  EXPECT_NEAR(shares[static_cast<size_t>(PlayKind::kReplay)], 0.65, 0.015);
  EXPECT_NEAR(shares[static_cast<size_t>(PlayKind::kFromScene)], 0.195, 0.01);
  EXPECT_NEAR(shares[static_cast<size_t>(PlayKind::kKnownArtist)], 0.14, 0.01);
  EXPECT_NEAR(shares[static_cast<size_t>(PlayKind::kFromFriend)], 0.018, 0.004);
}

TEST_F(PlantedChoiceTest, PlaysWhatItsKindSays) {
  std::vector<std::set<uint32_t>> songs(kPeople);
  std::vector<std::set<const PlantedArtist*>> artists(kPeople);
  for (uint32_t round = 0; round < 20'000; ++round) {
    const uint32_t who = random_.Below(kPeople);
    const ChosenPlay play = choice_.Play(who, DrawScene(people_, who, 0, &random_), &random_);
    const PlantedArtist* const artist = &music_.ArtistOf(play.song);
    if (play.kind == PlayKind::kReplay) {
      EXPECT_TRUE(songs[who].contains(play.song));
    } else if (play.kind == PlayKind::kKnownArtist) {
      EXPECT_TRUE(artists[who].contains(artist));
    } else if (play.kind == PlayKind::kFromFriend) {
      const std::vector<uint32_t>& group = people_.groups[*people_.planted[who].group].members;
      EXPECT_TRUE(std::any_of(group.begin(), group.end(),
                              [&](uint32_t member) { return member != who && songs[member].contains(play.song); }));
    }
    songs[who].insert(play.song);
    artists[who].insert(artist);
  }
}

// How often plays fit the scene they are chosen for, and how late in the memory they were last, from 0 to 1: of
// replays, and of any plays that are remembered.
TEST_F(PlantedChoiceTest, ReplaysFitAndAreRecent) {
  struct Sums {
    double fit = 0;
    double late = 0;
    double count = 0;
    double once = 0;
  };
  Sums replays;
  Sums any;
  std::vector<std::vector<uint32_t>> histories(kPeople);
  for (uint32_t round = 0; round < 100'000; ++round) {
    const uint32_t who = random_.Below(kPeople);
    const uint32_t scene = DrawScene(people_, who, 0, &random_);
    std::vector<uint32_t>& history = histories[who];
    const auto add = [&](uint32_t song, Sums* sums) {
      sums->fit += music_.ArtistOf(song).ShareOf(scene) >= 0.3 ? 1 : 0;
      ++sums->count;
      if (std::count(history.begin(), history.end(), song) > 1) return;
      const auto place = std::find(history.begin(), history.end(), song) - history.begin();
      sums->late += static_cast<double>(place) / static_cast<double>(history.size());
      ++sums->once;
    };
    const ChosenPlay play = choice_.Play(who, scene, &random_);
    if (history.size() > 20 && play.kind == PlayKind::kReplay) {
      add(play.song, &replays);
      add(history[random_.Below(static_cast<uint32_t>(history.size()))], &any);
    }
    history.push_back(play.song);
  }
  EXPECT_GT(replays.fit / replays.count, 1.5 * any.fit / any.count);
  EXPECT_GT(replays.late / replays.once, any.late / any.once + 0.05);
}

}  // namespace
}  // namespace earshot
