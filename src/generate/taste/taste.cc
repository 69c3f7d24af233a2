#include "generate/taste/taste.h"

#include <algorithm>

namespace earshot {
namespace {

constexpr double kMoreScenesMean = 2;
constexpr double kSameGenre = 0.6;
constexpr double kFromRegion = 0.2;

uint32_t DrawFavourite(const WeightedChoice& scenes, const RegionalScenes& region, Random* random) {
  if (DrawEven(random) >= kFromRegion) return scenes.Draw(random);
  return region.favourites[random->Below(static_cast<uint32_t>(region.favourites.size()))];
}

}  // namespace

RegionalScenes::RegionalScenes(Random* random) {
  for (uint32_t& scene : favourites) scene = random->Below(kSceneCount);
}

Taste DrawTaste(const WeightedChoice& scenes, const RegionalScenes& region, Random* random) {
  Taste taste;
  taste.count = std::min(1 + DrawPoisson(kMoreScenesMean, random), kTasteScenesMax);
  double sum = 0;
  for (uint32_t i = 0; i < taste.count; ++i) {
    const bool near = i > 0 && DrawEven(random) < kSameGenre;
    const uint32_t scene = near ? DrawSceneNear(taste.scenes[0], random) : DrawFavourite(scenes, region, random);
    taste.scenes[i] = static_cast<uint8_t>(scene);
    sum += taste.weights[i] = DrawExponential(random);
  }
  for (uint32_t i = 0; i < taste.count; ++i) taste.weights[i] /= sum;
  return taste;
}

uint32_t DrawScene(const Taste& taste, Random* random) {
  if (DrawEven(random) < kOpenShare) return random->Below(kSceneCount);
  double point = DrawEven(random);
  uint32_t i = 0;
  while (i + 1 < taste.count && point >= taste.weights[i]) point -= taste.weights[i++];
  return taste.scenes[i];
}

void AddScenes(const Taste& taste, double share, std::array<double, kSceneCount>* weights) {
  for (uint32_t i = 0; i < taste.count; ++i) (*weights)[taste.scenes[i]] += share * (1 - kOpenShare) * taste.weights[i];
}

}  // namespace earshot
