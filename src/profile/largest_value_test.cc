#include "profile/largest_value.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace earshot {
namespace {

// The quantiles of a distribution, as evenly as `count` values can have them, largest first.
template <typename Quantile>
std::vector<uint64_t> ValuesOf(size_t count, Quantile quantile) {
  std::vector<uint64_t> values;
  for (size_t i = 0; i < count; ++i) {
    const double above = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
    values.push_back(static_cast<uint64_t>(std::llround(quantile(above))));
  }
  std::sort(values.begin(), values.end(), std::greater<>());
  return values;
}

TEST(LargestOfMore, StaysWhereNothingCanBeLearned) {
  EXPECT_EQ(LargestOfMore({}, 0, 10), 0);
  EXPECT_EQ(LargestOfMore({7, 5, 1}, 3, 100), 7);
  EXPECT_EQ(LargestOfMore(std::vector<uint64_t>(500, 3), 500, 100), 3);
  EXPECT_EQ(LargestOfMore(ValuesOf(1000, [](double above) { return -100 * std::log(above); }), 1000, 1),
            std::llround(-100 * std::log(0.0005)));
}

TEST(LargestOfMore, GrowsAsTheLogarithmWhereTheTailIsExponential) {
  const auto quantile = [](double above) { return -1000 * std::log(above); };
  const double found = LargestOfMore(ValuesOf(10'000, quantile), 10'000, 100);
  EXPECT_NEAR(found, quantile(1.0 / 1'000'000) + 577, 1500);
}

TEST(LargestOfMore, KnowsAnEnd) {
  const double found = LargestOfMore(ValuesOf(2000, [](double above) { return 1000 * (1 - above); }), 2000, 100);
  EXPECT_NEAR(found, 1000, 20);
}

TEST(LargestOfMore, NeverFalls) {
  const std::vector<uint64_t> values = ValuesOf(3000, [](double above) { return 10 / std::sqrt(above); });
  double before = 0;
  for (double times = 1; times < 1e9; times *= 7) {
    const double found = LargestOfMore(values, 3000, times);
    EXPECT_GE(found, before);
    before = found;
  }
}

}  // namespace
}  // namespace earshot
