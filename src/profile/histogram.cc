#include "profile/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace earshot {
namespace {

constexpr size_t kPartBits = 7;
constexpr size_t kPowerParts = size_t{1} << kPartBits;  // of each power of two
constexpr size_t kBuckets = (64 - kPartBits + 1) * kPowerParts;

// Values below 2 * kPowerParts are buckets themselves.
size_t BucketOf(uint64_t value) {
  const auto bits = static_cast<size_t>(std::bit_width(value));
  const size_t dropped = bits > kPartBits + 1 ? bits - kPartBits - 1 : 0;
  return dropped * kPowerParts + static_cast<size_t>(value >> dropped);
}

}  // namespace

Histogram::Histogram() : buckets_(kBuckets) {}

void Histogram::Add(uint64_t value) {
  Bucket& bucket = buckets_[BucketOf(value)];
  ++bucket.count;
  bucket.sum += value;
  ++count_;
  sum_ += value;
  max_ = std::max(max_, value);
}

uint64_t Histogram::CountOf(double share) const {
  const auto wanted = static_cast<uint64_t>(std::ceil(share * static_cast<double>(count_)));
  return std::clamp<uint64_t>(wanted, 1, count_);
}

uint64_t Histogram::Quantile(double share) const {
  if (count_ == 0) return 0;
  uint64_t left = CountOf(share);
  for (const Bucket& bucket : buckets_) {
    if (bucket.count >= left) return bucket.sum / bucket.count;
    left -= bucket.count;
  }
  return max_;
}

double Histogram::SumOfLargest(double share) const {
  if (count_ == 0) return 0;
  uint64_t left = CountOf(share);
  double sum = 0;
  for (auto bucket = buckets_.rbegin(); left > 0 && bucket != buckets_.rend(); ++bucket) {
    if (bucket->count == 0) continue;
    const uint64_t taken = std::min(left, bucket->count);
    sum += static_cast<double>(taken) * bucket->mean();
    left -= taken;
  }
  return sum;
}

std::vector<Histogram::Values> Histogram::AllValues() const {
  std::vector<Values> values;
  for (const Bucket& bucket : buckets_) {
    if (bucket.count > 0) values.push_back({bucket.mean(), bucket.count});
  }
  return values;
}

}  // namespace earshot
