#include "taste/least_squares.h"

#include <gtest/gtest.h>

#include <random>

#include "base/highway_testing.h"

namespace earshot {
namespace {

FactorVectors RandomVectors(size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> value(-1, 1);
  FactorVectors vectors(count);
  for (FactorVector& vector : vectors) {
    for (float& factor : vector.values) factor = value(random);
  }
  return vectors;
}

FactorVectors Identity() {
  FactorVectors columns(kFactorCount);
  for (size_t i = 0; i < kFactorCount; ++i) columns[i].values.at(i) = 1;
  return columns;
}

TEST(LeastSquares, AreTheSameBitForBitOnEveryTarget) {
  const FactorVectors vectors = RandomVectors(30, 1);
  std::vector<Belonging> belongings;
  for (uint32_t i = 0; i < vectors.size(); i += 2) belongings.push_back({i, 2 + static_cast<float>(i)});
  FactorVectors gram = Identity();
  for (FactorVector& column : gram) {
    for (float& value : column.values) value += 0.01F;
  }
  const FactorVector start = RandomVectors(1, 2).front();
  FactorVectors improved;
  std::vector<float> products;
  OnEveryTarget([&] {
    improved.push_back(start);
    ImproveFactors(gram, vectors, belongings, &improved.back());
    products.push_back(DotProduct(start, improved.back()));
  });
  for (const FactorVector& each : improved) EXPECT_EQ(each, improved.front());
  for (const float each : products) EXPECT_EQ(each, products.front());
  EXPECT_NE(improved.front(), start);
}

TEST(LeastSquares, ADotProductIsOfAllFactors) {
  FactorVector left, right;
  double expected = 0;
  for (size_t i = 0; i < kFactorCount; ++i) {
    left.values.at(i) = static_cast<float>(i);
    right.values.at(i) = static_cast<float>(2 * i + 1);
    expected += static_cast<double>(i * (2 * i + 1));
  }
  EXPECT_EQ(DotProduct(left, right), expected);
}

// (I + (c - 1) y y') x = c y has the solution x = y, where y has length 1.
TEST(LeastSquares, FindWhatFitsBest) {
  FactorVectors others(1);
  others[0].values[0] = 0.6F;
  others[0].values[63] = -0.8F;
  FactorVector factors;
  ImproveFactors(Identity(), others, std::vector<Belonging>{{0, 5}}, &factors);
  EXPECT_NEAR(factors.values[0], 0.6, 1e-5);
  EXPECT_NEAR(factors.values[63], -0.8, 1e-5);
  EXPECT_EQ(factors.values[1], 0);
}

}  // namespace
}  // namespace earshot
