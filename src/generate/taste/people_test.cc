#include "generate/taste/people.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "generate/day_files.h"

namespace earshot {
namespace {

constexpr uint32_t kPeople = 10'000;
constexpr uint32_t kDays = 60;

const PlantedPeople& SomePeople() {
  static const PlantedPeople* const people = new PlantedPeople(MakePlantedPeople(1, kPeople, kDays));
  return *people;
}

template <typename Is>
double ShareWhere(Is is) {
  double count = 0;
  for (const PlantedListener& planted : SomePeople().planted) count += is(planted) ? 1 : 0;
  return count / kPeople;
}

template <typename Value>
double MeanOf(Value value) {
  double sum = 0;
  for (const PlantedListener& planted : SomePeople().planted) sum += value(planted);
  return sum / kPeople;
}

TEST(PlantedPeople, AreAsPlanned) {
  EXPECT_NEAR(ShareWhere([](const auto& who) { return who.group.has_value(); }), 0.5, 0.02);
  EXPECT_NEAR(ShareWhere([](const auto& who) { return who.drift > 0; }), 0.5, 0.02);
  EXPECT_NEAR(ShareWhere([](const auto& who) { return who.joins_day > 0; }), 0.3, 0.02);
  EXPECT_NEAR(ShareWhere([](const auto& who) { return who.leaves_day < kDays; }), 0.25, 0.02);
  EXPECT_NEAR(ShareWhere([](const auto& who) { return who.opted_in; }), 0.5, 0.02);
  EXPECT_NEAR(MeanOf([](const auto& who) { return who.drift; }), 0.15, 0.01);
  EXPECT_NEAR(MeanOf([](const auto& who) { return who.discovery; }), 0.35, 0.01);
  EXPECT_NEAR(MeanOf([](const auto& who) { return who.activity; }), 1.649, 0.07);
  EXPECT_NEAR(MeanOf([](const auto& who) { return who.group && who.opted_in ? 1 : 0; }), 0.65 * 0.5, 0.02);
}

TEST(PlantedPeople, FriendsAreInOneGroupAndPlace) {
  std::set<uint32_t> seen;
  for (uint32_t i = 0; i < SomePeople().groups.size(); ++i) {
    const PlantedGroup& group = SomePeople().groups[i];
    EXPECT_GE(group.members.size(), 2U);
    EXPECT_LE(group.members.size(), 5U);
    for (const uint32_t member : group.members) {
      EXPECT_TRUE(seen.insert(member).second);
      EXPECT_EQ(SomePeople().planted[member].group, i);
      EXPECT_EQ(SomePeople().listeners[member].place, SomePeople().listeners[group.members[0]].place);
    }
  }
}

// The last one has nobody left to be a friend of.
TEST(PlantedPeople, NobodyIsTheirOwnFriend) {
  for (uint32_t count = 1; count < 100; ++count) {
    for (const PlantedGroup& group : MakePlantedPeople(1, count, 1).groups) EXPECT_GE(group.members.size(), 2U);
  }
}

TEST(PlantedPeople, WhoJoinsLateIsRegisteredThen) {
  for (uint32_t i = 0; i < kPeople; ++i) {
    const double registered_day =
        static_cast<double>(SomePeople().listeners[i].registration_ms - StartOfDayMs(0)) / double{kDayMs};
    const double joins_day = SomePeople().planted[i].joins_day;
    if (joins_day > 0) {
      EXPECT_NEAR(registered_day, joins_day, 1e-6);
    } else {
      EXPECT_LT(registered_day, 0);
    }
  }
}

TEST(PlantedPeople, TastesAddUpAndDrift) {
  for (uint32_t i = 0; i < 1'000; ++i) {
    const auto begin = SceneWeightsAt(SomePeople(), i, 0);
    const auto end = SceneWeightsAt(SomePeople(), i, 1);
    EXPECT_NEAR(std::accumulate(begin.begin(), begin.end(), kOpenShare), 1, 1e-12);
    EXPECT_NEAR(std::accumulate(end.begin(), end.end(), kOpenShare), 1, 1e-12);
    EXPECT_EQ(begin != end, SomePeople().planted[i].drift > 0);
  }
}

TEST(PlantedPeople, AreInTheMoodForWhatTheyLike) {
  for (uint32_t i = 0; i < 10; ++i) {
    const auto weights = SceneWeightsAt(SomePeople(), i, 0.5);
    std::array<double, kSceneCount> drawn{};
    Random random({i});
    constexpr int kDraws = 50'000;
    for (int k = 0; k < kDraws; ++k) drawn[DrawScene(SomePeople(), i, 0.5, &random)] += 1.0 / kDraws;
    for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
      EXPECT_NEAR(drawn[scene], weights[scene] + kOpenShare / kSceneCount, 0.01) << i << " " << scene;
    }
  }
}

}  // namespace
}  // namespace earshot
