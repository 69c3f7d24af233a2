#include "generate/taste/taste.h"

#include <gtest/gtest.h>

#include <numeric>

namespace earshot {
namespace {

TEST(Taste, AddsUpToOne) {
  const WeightedChoice scenes(SceneWeights());
  Random random({1});
  const RegionalScenes region(&random);
  double count = 0;
  for (int i = 0; i < 5'000; ++i) {
    const Taste taste = DrawTaste(scenes, region, &random);
    ASSERT_GE(taste.count, 1U);
    ASSERT_LE(taste.count, kTasteScenesMax);
    count += taste.count;
    std::array<double, kSceneCount> weights{};
    AddScenes(taste, 1, &weights);
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), kOpenShare), 1, 1e-12);
  }
  EXPECT_NEAR(count / 5'000, 3, 0.1);
}

TEST(Taste, IsWhatScenesAreDrawnBy) {
  const WeightedChoice scenes(SceneWeights());
  Random random({2});
  const Taste taste = DrawTaste(scenes, RegionalScenes(&random), &random);
  std::array<double, kSceneCount> weights{};
  AddScenes(taste, 1, &weights);
  std::array<double, kSceneCount> drawn{};
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) drawn[DrawScene(taste, &random)] += 1.0 / kDraws;
  for (uint32_t scene = 0; scene < kSceneCount; ++scene) {
    EXPECT_NEAR(drawn[scene], weights[scene] + kOpenShare / kSceneCount, 0.005) << scene;
  }
}

TEST(Taste, FavoursWhatTheRegionDoes) {
  const WeightedChoice scenes(SceneWeights());
  Random random({3});
  const RegionalScenes region(&random);
  const RegionalScenes other(&random);
  const auto share = [&](const RegionalScenes& of) {
    double sum = 0;
    for (int i = 0; i < 5'000; ++i) {
      std::array<double, kSceneCount> weights{};
      AddScenes(DrawTaste(scenes, of, &random), 1.0 / 5'000, &weights);
      for (const uint32_t scene : region.favourites) sum += weights[scene];
    }
    return sum;
  };
  EXPECT_GT(share(region), share(other) + 0.1);
}

}  // namespace
}  // namespace earshot
