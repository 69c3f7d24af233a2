// The listeners of planted tastes: what they like, who their friends are, how much and when they listen.
//
// PlantedPeople is constant but for what changes of a GeneratedListener as the days go by; one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "generate/listener.h"
#include "generate/random.h"
#include "generate/taste/scenes.h"
#include "generate/taste/taste.h"

namespace earshot {

// How much of a friend's taste is that of the group.
inline constexpr double kGroupShare = 0.8;

struct PlantedListener {
  Taste own;
  Taste later;       // what drift leads to
  double drift = 0;  // how much of the taste is `later` at the end; in between it grows evenly
  std::optional<uint32_t> group;
  double discovery = 0;  // how much of the plays is not heard before
  double activity = 0;
  double joins_day = 0;
  double leaves_day = 0;
  uint32_t home_hour = 0;  // around which most sessions start
  bool opted_in = false;   // may be named to others
};

struct PlantedGroup {
  Taste taste;
  std::vector<uint32_t> members;
};

struct PlantedPeople {
  std::vector<GeneratedListener> listeners;  // who they are
  std::vector<PlantedListener> planted;
  std::vector<PlantedGroup> groups;
};

// The same people for the same seed. Friends live in the same place. Who joins after the first day is registered then.
PlantedPeople MakePlantedPeople(uint64_t seed, uint32_t count, uint32_t days);

// A scene that the listener is in the mood for when `passed` (0 to 1) of the time is over.
uint32_t DrawScene(const PlantedPeople& people, uint32_t listener, double passed, Random* random);
// The weights of the scenes then, which add up to 1 - kOpenShare: all scenes share that alike.
std::array<double, kSceneCount> SceneWeightsAt(const PlantedPeople& people, uint32_t listener, double passed);

}  // namespace earshot
