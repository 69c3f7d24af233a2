#include "taste/least_squares.h"

#include <utility>

// Highway includes this file once for each instruction set of the compiler; the calls dispatch at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "taste/least_squares.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace earshot::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kSumParts = 16;
using Floats = hn::CappedTag<float, kSumParts>;
using FloatVector = hn::Vec<Floats>;
constexpr size_t kLanes = hn::MaxLanes(Floats());
constexpr size_t kVectors = kFactorCount / kLanes;
constexpr size_t kPartVectors = kSumParts / kLanes;

// Adds up the sixteen parts of a sum, or those that a vector has of them: the first half to the second, and so on.
#if HWY_TARGET == HWY_SCALAR
float Fold(Floats /*d*/, FloatVector part) { return hn::GetLane(part); }
#else
template <typename D>
float Fold(D /*d*/, hn::Vec<D> parts) {
  if constexpr (hn::MaxLanes(D()) > 4) {
    const hn::Half<D> half;
    return Fold(half, hn::Add(hn::LowerHalf(half, parts), hn::UpperHalf(half, parts)));
  } else {
    const auto halves = hn::Add(parts, hn::Shuffle1032(parts));
    return hn::GetLane(hn::Add(halves, hn::Shuffle2301(halves)));
  }
}
#endif

// A FactorVector in registers, as far as there are enough of them.
class Wide {
 public:
  Wide() {
    HWY_UNROLL(16)
    for (size_t i = 0; i < kVectors; ++i) vectors_[i] = hn::Zero(Floats());
  }
  explicit Wide(const FactorVector& from) {
    HWY_UNROLL(16)
    for (size_t i = 0; i < kVectors; ++i) vectors_[i] = hn::Load(Floats(), from.values.data() + i * kLanes);
  }

  void Store(FactorVector* to) const {
    HWY_UNROLL(16)
    for (size_t i = 0; i < kVectors; ++i) hn::Store(vectors_[i], Floats(), to->values.data() + i * kLanes);
  }

  // Adds `factor` times `other`.
  void Add(float factor, const Wide& other) {
    const FloatVector factors = hn::Set(Floats(), factor);
    HWY_UNROLL(16)
    for (size_t i = 0; i < kVectors; ++i) vectors_[i] = hn::Add(vectors_[i], hn::Mul(factors, other.vectors_[i]));
  }

  float Dot(const Wide& other) const {
    FloatVector parts[kPartVectors];
    HWY_UNROLL(16)
    for (size_t i = 0; i < kPartVectors; ++i) parts[i] = hn::Mul(vectors_[i], other.vectors_[i]);
    HWY_UNROLL(16)
    for (size_t i = kPartVectors; i < kVectors; ++i) {
      parts[i % kPartVectors] = hn::Add(parts[i % kPartVectors], hn::Mul(vectors_[i], other.vectors_[i]));
    }
    for (size_t half = kPartVectors / 2; half > 0; half /= 2) {
      for (size_t i = 0; i < half; ++i) parts[i] = hn::Add(parts[i], parts[i + half]);
    }
    return Fold(Floats(), parts[0]);
  }

 private:
  FloatVector vectors_[kVectors];
};

// The product of a matrix, given by its columns, and a vector.
Wide Product(const FactorVectors& columns, const Wide& wide) {
  FactorVector factors;
  wide.Store(&factors);
  Wide product;
  for (size_t i = 0; i < kFactorCount; ++i) product.Add(factors.values[i], Wide(columns[i]));
  return product;
}

void ImproveByVectors(const FactorVectors& gram, const FactorVectors& others, std::span<const Belonging> belongings,
                      FactorVector* improved) {
  constexpr int kSteps = 2;
  Wide factors(*improved);
  Wide rest;
  rest.Add(-1, Product(gram, factors));
  for (const Belonging& one : belongings) {
    const Wide other(others[one.number]);
    rest.Add(one.confidence - (one.confidence - 1) * other.Dot(factors), other);
  }
  Wide direction = rest;
  float rest_squared = rest.Dot(rest);
  for (int step = 0; step < kSteps && rest_squared > 1e-20F; ++step) {
    Wide image = Product(gram, direction);
    for (const Belonging& one : belongings) {
      const Wide other(others[one.number]);
      image.Add((one.confidence - 1) * other.Dot(direction), other);
    }
    const float length = rest_squared / direction.Dot(image);
    factors.Add(length, direction);
    rest.Add(-length, image);
    const float before = std::exchange(rest_squared, rest.Dot(rest));
    Wide next = rest;
    next.Add(rest_squared / before, direction);
    direction = next;
  }
  factors.Store(improved);
}

float DotByVectors(const FactorVector& left, const FactorVector& right) { return Wide(left).Dot(Wide(right)); }

}  // namespace earshot::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace earshot {

HWY_EXPORT(ImproveByVectors);
HWY_EXPORT(DotByVectors);

void ImproveFactors(const FactorVectors& gram, const FactorVectors& others, std::span<const Belonging> belongings,
                    FactorVector* factors) {
  HWY_DYNAMIC_DISPATCH(ImproveByVectors)(gram, others, belongings, factors);
}

float DotProduct(const FactorVector& left, const FactorVector& right) {
  return HWY_DYNAMIC_DISPATCH(DotByVectors)(left, right);
}

}  // namespace earshot
#endif  // HWY_ONCE
