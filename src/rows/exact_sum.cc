#include "rows/exact_sum.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <utility>

namespace earshot {

void ExactSum::Add(double value) {
  size_t kept = 0;
  for (double partial : partials_) {
    if (std::abs(value) < std::abs(partial)) std::swap(value, partial);
    const double sum = value + partial;
    overflow_ = overflow_ || !std::isfinite(sum);
    const double lost = partial - (sum - value);
    if (lost != 0) partials_[kept++] = lost;
    value = sum;
  }
  partials_.resize(kept);
  partials_.push_back(value);
}

void ExactSum::AppendPartials(std::string* out) const {
  const auto append = [&](double value) { out->append(reinterpret_cast<const char*>(&value), sizeof value); };
  if (overflow_) return append(std::numeric_limits<double>::infinity());
  for (const double partial : partials_) append(partial);
}

void ExactSum::AddPartials(std::string_view doubles) {
  for (size_t at = 0; at < doubles.size(); at += sizeof(double)) {
    double value = 0;
    std::memcpy(&value, doubles.data() + at, sizeof value);
    if (!std::isfinite(value)) {
      overflow_ = true;
    } else {
      Add(value);
    }
  }
}

double ExactSum::Get() const {
  if (overflow_) return std::numeric_limits<double>::infinity();
  if (partials_.empty()) return 0;
  size_t at = partials_.size() - 1;
  double high = partials_[at];
  double low = 0;
  while (at > 0) {
    const double before = high;
    const double partial = partials_[--at];
    high = before + partial;
    low = partial - (high - before);
    if (low != 0) break;
  }
  // What is exactly halfway between two doubles is rounded by what is below it.
  if (at > 0 && ((low < 0 && partials_[at - 1] < 0) || (low > 0 && partials_[at - 1] > 0))) {
    const double twice = 2 * low;
    const double rounded = high + twice;
    if (twice == rounded - high) high = rounded;
  }
  return high;
}

}  // namespace earshot
