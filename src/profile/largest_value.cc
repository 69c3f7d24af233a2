#include "profile/largest_value.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace earshot {
namespace {

constexpr uint64_t kCountMin = 20;
constexpr uint64_t kTailMin = 10;
// What is below falls off more steeply than anything real, and above a few values would decide.
constexpr double kShapeMin = -1;
constexpr double kShapeMax = 0.5;
constexpr double kShapeZero = 1e-6;
// Of a shape that is fitted to n values of an exponential tail, n times its variance (Hosking and Wallis).
constexpr double kShapeVariance = 4.0 / 3;
// The largest of k values is on average at the quantile 1 - 1/(k e^gamma), with Euler's gamma.
constexpr double kExpGamma = 1.781072418;

struct Tail {
  double threshold = 0;
  double shape = 0;
  double scale = 0;
};

// Of the first `size` values, above the one after them: a generalised Pareto distribution by probability-weighted
// moments (Hosking and Wallis, "Parameter and Quantile Estimation for the Generalized Pareto Distribution", 1987, whose
// k is the shape with the other sign, and whose plotting positions 0.35 is from).
Tail FitTail(const std::vector<uint64_t>& largest, size_t size) {
  Tail tail = {.threshold = static_cast<double>(largest[size])};
  const auto count = static_cast<double>(size);
  double mean = 0;
  double weighted = 0;  // by the share of the values that are above
  for (size_t i = 0; i < size; ++i) {
    const double excess = static_cast<double>(largest[i]) - tail.threshold;
    mean += excess / count;
    weighted += excess / count * (static_cast<double>(i) + 0.35) / count;
  }
  if (mean == 0) return tail;
  tail.shape = 2 - mean / (mean - 2 * weighted);
  if (!(tail.shape <= kShapeMax)) tail.shape = kShapeMax;
  tail.shape = std::max(tail.shape, kShapeMin);
  // What may be chance is taken for it, and without a shape the tail is exponential: half of a shape is left whose
  // square is three times the variance, as chance has it one time in twelve, and nearly all of a much larger one.
  const double square = tail.shape * tail.shape;
  tail.shape *= square / (square + 3 * kShapeVariance / count);
  tail.scale = mean * (1 - tail.shape);
  return tail;
}

// The value that one of `count` is above.
double Quantile(const Tail& tail, double count) {
  if (std::abs(tail.shape) < kShapeZero) return tail.threshold + tail.scale * std::log(count);
  return tail.threshold + tail.scale * (std::pow(count, tail.shape) - 1) / tail.shape;
}

}  // namespace

double LargestOfMore(const std::vector<uint64_t>& largest, uint64_t count, double times) {
  if (largest.empty()) return 0;
  const auto today = static_cast<double>(largest.front());
  if (count < kCountMin || times <= 1) return today;
  const size_t size = std::min<uint64_t>(std::max(count / 10, kTailMin), largest.size() - 1);
  const Tail tail = FitTail(largest, size);
  return std::max(today, Quantile(tail, kExpGamma * static_cast<double>(size) * times));
}

}  // namespace earshot
