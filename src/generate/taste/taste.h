// What somebody likes: scenes with weights.
// Plain data and plain functions; safe on any thread while constant.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "generate/random.h"
#include "generate/taste/draws.h"
#include "generate/taste/scenes.h"

namespace earshot {

inline constexpr uint32_t kTasteScenesMax = 8;
// How much of every taste is for all scenes alike.
inline constexpr double kOpenShare = 0.03;

struct Taste {
  uint32_t count = 0;
  std::array<uint8_t, kTasteScenesMax> scenes{};  // one may come twice: its weights add up
  std::array<double, kTasteScenesMax> weights{};  // the first `count` add up to 1; kOpenShare comes on top of them
};

// What people of a region like more than others do.
struct RegionalScenes {
  explicit RegionalScenes(Random* random);

  std::array<uint32_t, 3> favourites{};
};

// A taste of somebody from this region. `scenes`: by SceneWeights.
Taste DrawTaste(const WeightedChoice& scenes, const RegionalScenes& region, Random* random);
// A scene as often as the taste has it.
uint32_t DrawScene(const Taste& taste, Random* random);
// Adds `share` of the taste to the weights of the scenes, kOpenShare left out.
void AddScenes(const Taste& taste, double share, std::array<double, kSceneCount>* weights);

}  // namespace earshot
