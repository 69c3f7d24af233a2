// One listener's factors, or one artist's, moved towards those that fit best what belongs to them: a few steps of
// conjugate gradients, which is where learning factors (taste/factors.h) spends its time.
//
// Written for vectors of any length, of which the best that the machine has are taken. The result is the same bit for
// bit on each: sums of products have sixteen parts, folded in one order, and no product is fused with its sum.
// Pure functions; safe on any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace earshot {

inline constexpr size_t kFactorCount = 64;

// A point in the space of the factors.
struct alignas(64) FactorVector {
  std::array<float, kFactorCount> values{};

  bool operator==(const FactorVector&) const = default;
};
using FactorVectors = std::vector<FactorVector>;

// What belongs to the one whose factors are improved, and how sure that is: 1 is nothing known.
struct Belonging {
  uint32_t number = 0;
  float confidence = 0;
};

// `gram` has a column each: the sum, over all vectors of `others`, of the products of each two of their factors, with
// what is added for regularization. `others` are the vectors that `belongings` number.
void ImproveFactors(const FactorVectors& gram, const FactorVectors& others, std::span<const Belonging> belongings,
                    FactorVector* factors);

float DotProduct(const FactorVector& left, const FactorVector& right);

}  // namespace earshot
