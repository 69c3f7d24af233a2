#include "generate/taste/people.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "generate/day_files.h"
#include "generate/streams.h"
#include "generate/taste/arithmetic.h"
#include "generate/taste/draws.h"

namespace earshot {
namespace {

constexpr double kStartsGroup = 0.22;
constexpr uint32_t kGroupSizeMin = 2;
constexpr uint32_t kGroupSizeMax = 5;
constexpr double kDrifts = 0.5;
constexpr double kDriftMax = 0.6;
constexpr double kJoinsLate = 0.3;
constexpr double kJoinsLatest = 0.7;
constexpr double kLeavesEarly = 0.25;
constexpr double kFriendOptsIn = 0.65;
constexpr double kLonerOptsIn = 0.35;

class PeopleMaker {
 public:
  PeopleMaker(uint64_t seed, uint32_t count, uint32_t days) : seed_(seed), days_(days), scenes_(SceneWeights()) {
    people_.listeners = MakeListeners(seed, count, StartOfDayMs(0));
    people_.planted.resize(count);
  }

  PlantedPeople Make() {
    MakeGroups();
    for (uint32_t i = 0; i < people_.planted.size(); ++i) MakeListener(i);
    return std::move(people_);
  }

 private:
  // Goes through the listeners in a random order, so that an id does not say who is whose friend.
  void MakeGroups() {
    Random random({seed_, kPlantedGroupStream});
    const auto count = static_cast<uint32_t>(people_.planted.size());
    std::vector<uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    for (uint32_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.Below(i)]);
    for (uint32_t i = 0; i < count;) {
      if (count - i < kGroupSizeMin || DrawEven(&random) >= kStartsGroup) {
        ++i;
        continue;
      }
      const uint32_t size = std::min(random.Between(kGroupSizeMin, kGroupSizeMax), count - i);
      MakeGroup({order.begin() + i, order.begin() + i + size}, &random);
      i += size;
    }
  }

  void MakeGroup(std::vector<uint32_t> members, Random* random) {
    const std::string& place = people_.listeners[members[0]].place;
    for (const uint32_t member : members) {
      people_.planted[member].group = static_cast<uint32_t>(people_.groups.size());
      people_.listeners[member].place = place;
    }
    const Taste taste = DrawTaste(scenes_, RegionOf(place), random);
    people_.groups.push_back({.taste = taste, .members = std::move(members)});
  }

  void MakeListener(uint32_t i) {
    Random random({seed_, kPlantedListenerStream, i});
    PlantedListener& planted = people_.planted[i];
    GeneratedListener& listener = people_.listeners[i];
    const RegionalScenes& region = RegionOf(listener.place);
    planted.own = DrawTaste(scenes_, region, &random);
    planted.later = DrawTaste(scenes_, region, &random);
    if (DrawEven(&random) < kDrifts) planted.drift = kDriftMax * DrawEven(&random);
    planted.discovery = 0.05 + 0.9 * DrawBeta24(&random);
    planted.activity = PlainExp(DrawNormal(&random));
    if (DrawEven(&random) < kJoinsLate) planted.joins_day = kJoinsLatest * DrawEven(&random) * days_;
    planted.leaves_day = days_;
    if (DrawEven(&random) < kLeavesEarly) {
      planted.leaves_day = planted.joins_day + DrawEven(&random) * (days_ - planted.joins_day);
    }
    planted.home_hour = random.Between(17, 22);
    planted.opted_in = DrawEven(&random) < (planted.group ? kFriendOptsIn : kLonerOptsIn);
    if (planted.joins_day > 0) {
      listener.registration_ms = StartOfDayMs(0) + static_cast<int64_t>(planted.joins_day * double{kDayMs});
    }
  }

  // By the state: "Northbridge-Alder Falls, OR".
  const RegionalScenes& RegionOf(const std::string& place) {
    const std::string state = place.substr(place.rfind(' ') + 1);
    const auto found = regions_.find(state);
    if (found != regions_.end()) return found->second;
    Random random({seed_, kPlantedRegionStream, regions_.size()});
    return regions_.emplace(state, RegionalScenes(&random)).first->second;
  }

  const uint64_t seed_;
  const uint32_t days_;
  const WeightedChoice scenes_;
  std::map<std::string, RegionalScenes> regions_;
  PlantedPeople people_;
};

}  // namespace

PlantedPeople MakePlantedPeople(uint64_t seed, uint32_t count, uint32_t days) {
  return PeopleMaker(seed, count, days).Make();
}

uint32_t DrawScene(const PlantedPeople& people, uint32_t listener, double passed, Random* random) {
  const PlantedListener& planted = people.planted[listener];
  if (DrawEven(random) < planted.drift * passed) return DrawScene(planted.later, random);
  const bool as_friends = planted.group && DrawEven(random) < kGroupShare;
  return DrawScene(as_friends ? people.groups[*planted.group].taste : planted.own, random);
}

std::array<double, kSceneCount> SceneWeightsAt(const PlantedPeople& people, uint32_t listener, double passed) {
  const PlantedListener& planted = people.planted[listener];
  std::array<double, kSceneCount> weights{};
  const double late = planted.drift * passed;
  const double shared = planted.group ? kGroupShare : 0;
  if (planted.group) AddScenes(people.groups[*planted.group].taste, (1 - late) * shared, &weights);
  AddScenes(planted.own, (1 - late) * (1 - shared), &weights);
  AddScenes(planted.later, late, &weights);
  return weights;
}

}  // namespace earshot
