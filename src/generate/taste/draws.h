// Random numbers of other shapes than even ones, the same on every machine (generate/taste/arithmetic.h).
//
// The functions change the Random and nothing else. A WeightedChoice is constant once it is made; safe on any thread.
// thread.
#pragma once

#include <cstdint>
#include <vector>

#include "generate/random.h"

namespace earshot {

// In [0, 1), in steps of 2^-53.
double DrawEven(Random* random);
// With mean 1.
double DrawExponential(Random* random);
// With mean 0 and variance 1.
double DrawNormal(Random* random);
uint32_t DrawPoisson(double mean, Random* random);
// In [0, 1), with mean 1/3: Beta(2, 4).
double DrawBeta24(Random* random);

// A number of 0, 1, 2, ... as often as its weight says.
class WeightedChoice {
 public:
  // REQUIRES: no weight is below 0.
  explicit WeightedChoice(const std::vector<double>& weights);

  bool empty() const { return cumulative_.empty() || cumulative_.back() <= 0; }
  // How often DrawOfFirst draws `number`, from 0 to 1.
  double ShareOfFirst(uint32_t number, uint32_t count) const;
  // Among the first `count` only. REQUIRES: not all of these have weight 0.
  uint32_t DrawOfFirst(uint32_t count, Random* random) const;
  // REQUIRES: it is not empty.
  uint32_t Draw(Random* random) const { return DrawOfFirst(static_cast<uint32_t>(cumulative_.size()), random); }

 private:
  std::vector<double> cumulative_;
};

}  // namespace earshot
