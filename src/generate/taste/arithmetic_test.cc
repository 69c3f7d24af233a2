#include "generate/taste/arithmetic.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace earshot {
namespace {

double Error(double value, double expected) {
  return std::abs(value - expected) / std::max(1e-300, std::abs(expected));
}

TEST(PlainArithmetic, IsAsExactAsTheLibrarys) {
  for (double x = -30; x <= 30; x += 0.37) EXPECT_LT(Error(PlainExp(x), std::exp(x)), 1e-14) << x;
  for (double x = 1e-9; x < 1e9; x *= 1.7) EXPECT_LT(std::abs(PlainLog(x) - std::log(x)), 1e-14) << x;
  for (double x = 1; x < 50'000; x *= 1.3) EXPECT_LT(Error(PlainPower(x, -0.9), std::pow(x, -0.9)), 1e-14) << x;
  EXPECT_EQ(PlainExp(0), 1);
  EXPECT_EQ(PlainLog(1), 0);
}

TEST(PlainArithmetic, LogTakesBackWhatExpDoes) {
  EXPECT_TRUE(rc::check("log(exp(x)) is x", [](int16_t thousands) {
    const double x = thousands / 1000.0;
    RC_ASSERT(std::abs(PlainLog(PlainExp(x)) - x) < 1e-13);
  }));
}

// The last bits, too: the bytes of generated files hang on them.
TEST(PlainArithmetic, IsTheSameEverywhere) {
  uint64_t bits = 0;
  for (int i = 1; i <= 1000; ++i) {
    bits = bits * 31 + std::bit_cast<uint64_t>(PlainExp(i / 64.0 - 7));
    bits = bits * 31 + std::bit_cast<uint64_t>(PlainLog(i * 0.37));
    bits = bits * 31 + std::bit_cast<uint64_t>(PlainPower(i, -0.8));
  }
  EXPECT_EQ(bits, 16781898943927040466U);
}

}  // namespace
}  // namespace earshot
