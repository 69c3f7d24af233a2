#include "generate/taste/draws.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "generate/taste/arithmetic.h"

namespace earshot {

double DrawEven(Random* random) { return static_cast<double>(random->Next() >> 11) * 0x1p-53; }

double DrawExponential(Random* random) { return -PlainLog(1 - DrawEven(random)); }

// Marsaglia's polar method: it needs no sine. The root is exact by IEEE 754.
double DrawNormal(Random* random) {
  while (true) {
    const double x = 2 * DrawEven(random) - 1;
    const double y = 2 * DrawEven(random) - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) return x * std::sqrt(-2 * PlainLog(square) / square);
  }
}

// As many as events that come at random fit into a time of `mean`.
uint32_t DrawPoisson(double mean, Random* random) {
  uint32_t count = 0;
  double time = DrawExponential(random);
  while (time < mean) {
    time += DrawExponential(random);
    ++count;
  }
  return count;
}

// The second smallest of five even draws has this distribution.
double DrawBeta24(Random* random) {
  std::array<double, 5> draws{};
  for (double& draw : draws) draw = DrawEven(random);
  std::sort(draws.begin(), draws.end());
  return draws[1];
}

WeightedChoice::WeightedChoice(const std::vector<double>& weights) {
  cumulative_.reserve(weights.size());
  double sum = 0;
  for (const double weight : weights) cumulative_.push_back(sum += weight);
}

double WeightedChoice::ShareOfFirst(uint32_t number, uint32_t count) const {
  const double before = number == 0 ? 0 : cumulative_[number - 1];
  return (cumulative_[number] - before) / cumulative_[count - 1];
}

uint32_t WeightedChoice::DrawOfFirst(uint32_t count, Random* random) const {
  const double point = DrawEven(random) * cumulative_[count - 1];
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.begin() + count - 1, point);
  return static_cast<uint32_t>(found - cumulative_.begin());
}

}  // namespace earshot
