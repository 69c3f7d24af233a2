#include "profile/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace earshot {
namespace {

Histogram HistogramOf(const std::vector<uint64_t>& values) {
  Histogram histogram;
  for (const uint64_t value : values) histogram.Add(value);
  return histogram;
}

TEST(Histogram, OfNothingIsZero) {
  const Histogram none;
  EXPECT_EQ(none.count(), 0U);
  EXPECT_EQ(none.max(), 0U);
  EXPECT_EQ(none.Quantile(0.5), 0U);
  EXPECT_EQ(none.SumOfLargest(0.01), 0);
}

TEST(Histogram, IsExactOfSmallNumbers) {
  std::vector<uint64_t> values(256);
  for (size_t i = 0; i < values.size(); ++i) values[i] = i;
  const Histogram histogram = HistogramOf(values);
  EXPECT_EQ(histogram.sum(), 255U * 128);
  EXPECT_EQ(histogram.Quantile(0), 0U);
  EXPECT_EQ(histogram.Quantile(0.5), 127U);
  EXPECT_EQ(histogram.Quantile(0.99), 253U);
  EXPECT_EQ(histogram.Quantile(1), 255U);
  EXPECT_EQ(histogram.SumOfLargest(0.01), 255 + 254 + 253);
}

TEST(Histogram, KeepsTheLargestNumberThereIs) {
  const uint64_t largest = std::numeric_limits<uint64_t>::max();
  const Histogram histogram = HistogramOf({largest});
  EXPECT_EQ(histogram.max(), largest);
  EXPECT_NEAR(static_cast<double>(histogram.Quantile(1)) / static_cast<double>(largest), 1, 0.01);
}

TEST(Histogram, IsWithinOnePercent) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<uint64_t> values(1 + random() % 2000);
    for (uint64_t& value : values) value = random() >> (16 + random() % 48);
    const Histogram histogram = HistogramOf(values);
    std::sort(values.begin(), values.end());
    for (const double share : {0.01, 0.5, 0.9, 0.99, 1.0}) {
      const auto rank = std::max<size_t>(1, static_cast<size_t>(std::ceil(share * static_cast<double>(values.size()))));
      const auto wanted = static_cast<double>(values[rank - 1]);
      EXPECT_NEAR(static_cast<double>(histogram.Quantile(share)), wanted, wanted / 100) << share;
      double sum = 0;
      for (size_t i = values.size() - rank; i < values.size(); ++i) sum += static_cast<double>(values[i]);
      EXPECT_NEAR(histogram.SumOfLargest(share), sum, sum / 100) << share;
    }
  }
}

}  // namespace
}  // namespace earshot
