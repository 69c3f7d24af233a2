#include "generate/taste/arithmetic.h"

#include <cmath>

#include "base/check.h"

namespace earshot {
namespace {

constexpr double kLn2 = 0.693147180559945309417;
constexpr double kRootHalf = 0.707106781186547524401;

}  // namespace

// std::floor, std::frexp and std::ldexp are exact, so they are the same everywhere.
double PlainExp(double x) {
  EARSHOT_CHECK(x > -700 && x < 700);
  const double twos = std::floor(x / kLn2 + 0.5);
  const double rest = x - twos * kLn2;  // at most ln(2)/2
  double sum = 1;
  for (int term = 16; term > 0; --term) sum = 1 + sum * rest / term;
  return std::ldexp(sum, static_cast<int>(twos));
}

double PlainLog(double x) {
  EARSHOT_CHECK(x > 0);
  int twos = 0;
  double part = std::frexp(x, &twos);
  if (part < kRootHalf) {
    part *= 2;
    --twos;
  }
  // ln(part) = 2 artanh(ratio), whose series is short: |ratio| is at most 0.172.
  const double ratio = (part - 1) / (part + 1);
  double sum = 0;
  for (int odd = 23; odd > 0; odd -= 2) sum = sum * ratio * ratio + 1.0 / odd;
  return 2 * ratio * sum + twos * kLn2;
}

double PlainPower(double base, double exponent) { return PlainExp(exponent * PlainLog(base)); }

}  // namespace earshot
