#include "generate/taste/draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace earshot {
namespace {

constexpr int kDraws = 200'000;

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments MomentsOf(const std::function<double(Random*)>& draw) {
  Random random({5});
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double value = draw(&random);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kDraws;
  return {.mean = mean, .variance = squares / kDraws - mean * mean};
}

void ExpectMoments(const std::function<double(Random*)>& draw, const Moments& expected) {
  const Moments moments = MomentsOf(draw);
  EXPECT_NEAR(moments.mean, expected.mean, 0.01);
  EXPECT_NEAR(moments.variance, expected.variance, 0.03);
}

TEST(Draws, HaveTheirMeansAndVariances) {
  ExpectMoments(DrawEven, {.mean = 0.5, .variance = 1.0 / 12});
  ExpectMoments(DrawExponential, {.mean = 1, .variance = 1});
  ExpectMoments(DrawNormal, {.mean = 0, .variance = 1});
  ExpectMoments([](Random* random) { return DrawPoisson(2, random); }, {.mean = 2, .variance = 2});
  ExpectMoments([](Random* random) { return DrawPoisson(0.1, random); }, {.mean = 0.1, .variance = 0.1});
  ExpectMoments(DrawBeta24, {.mean = 1.0 / 3, .variance = 8.0 / (36 * 7)});
}

TEST(WeightedChoice, DrawsByWeight) {
  const WeightedChoice choice({3, 0, 1, 4});
  Random random({1});
  std::vector<double> counts(4);
  for (int i = 0; i < kDraws; ++i) counts[choice.Draw(&random)] += 1.0 / kDraws;
  EXPECT_THAT(counts, testing::Pointwise(testing::DoubleNear(0.005), {0.375, 0.0, 0.125, 0.5}));
  for (int i = 0; i < 1'000; ++i) EXPECT_NE(choice.DrawOfFirst(3, &random), 1U);
  EXPECT_EQ(choice.DrawOfFirst(1, &random), 0U);
}

TEST(WeightedChoice, KnowsTheShares) {
  const WeightedChoice choice({3, 0, 1, 4});
  EXPECT_EQ(choice.ShareOfFirst(0, 4), 0.375);
  EXPECT_EQ(choice.ShareOfFirst(1, 4), 0);
  EXPECT_EQ(choice.ShareOfFirst(2, 3), 0.25);
}

TEST(WeightedChoice, IsEmptyWithoutWeights) {
  EXPECT_TRUE(WeightedChoice({}).empty());
  EXPECT_TRUE(WeightedChoice({0, 0}).empty());
  EXPECT_FALSE(WeightedChoice({0, 0.1}).empty());
}

}  // namespace
}  // namespace earshot
