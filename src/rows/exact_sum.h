// The sum of doubles, correctly rounded: whatever their order, it is the same.
//
// The partial sums do not overlap, so that nothing of any value is lost (Shewchuk, "Adaptive Precision Floating-Point
// Arithmetic and Fast Robust Geometric Predicates", 1997; Python's math.fsum does the same).
//
// One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

class ExactSum {
 public:
  void Clear() {
    partials_.clear();
    overflow_ = false;
  }
  // REQUIRES: the value is finite.
  void Add(double value);
  // Appends doubles that add up to the same, in the machine's own byte order, for AddPartials of another.
  void AppendPartials(std::string* out) const;
  void AddPartials(std::string_view doubles);
  // Infinite where the sum, or that of some of the values, is larger than any double.
  double Get() const;

 private:
  std::vector<double> partials_;  // in increasing order of magnitude
  bool overflow_ = false;
};

}  // namespace earshot
