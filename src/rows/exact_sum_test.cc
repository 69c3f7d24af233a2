#include "rows/exact_sum.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

double SumOf(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.Add(value);
  return sum.Get();
}

TEST(ExactSum, LosesNothing) {
  EXPECT_EQ(SumOf({}), 0.0);
  EXPECT_EQ(SumOf(std::vector<double>(10, 0.1)), 1.0);
  EXPECT_EQ(SumOf({1e100, 1.0, -1e100}), 1.0);
  EXPECT_EQ(SumOf({1e16, 1.0, 1e-16}), 10000000000000002.0);
  EXPECT_EQ(SumOf({1e16, 1.0}), 1e16);
  EXPECT_TRUE(std::isinf(SumOf({1e308, 1e308})));
}

RC_GTEST_PROP(ExactSumProperty, IsTheSameInAnyOrder, (std::vector<int32_t> mantissas)) {
  std::vector<double> values;
  for (const int32_t mantissa : mantissas) values.push_back(std::ldexp(mantissa, *rc::gen::inRange(-300, 300)));
  const double sum = SumOf(values);
  std::sort(values.begin(), values.end());
  RC_ASSERT(SumOf(values) == sum);
  std::reverse(values.begin(), values.end());
  RC_ASSERT(SumOf(values) == sum);
}

RC_GTEST_PROP(ExactSumProperty, IsThatOfWholeNumbers, (std::vector<int32_t> values)) {
  int64_t sum = 0;
  std::vector<double> doubles;
  for (const int32_t value : values) {
    sum += value;
    doubles.push_back(static_cast<double>(value) / 1024);
  }
  RC_ASSERT(SumOf(doubles) == static_cast<double>(sum) / 1024);
}

}  // namespace
}  // namespace earshot
