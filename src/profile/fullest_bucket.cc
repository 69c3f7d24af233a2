#include "profile/fullest_bucket.h"

#include <cmath>

namespace earshot {

// Bernstein's inequality: of a bucket with m rows on average, the chance that it has m + t is at most
// exp(-t^2 / (2 (m + t / 3))); and the chance that one of them all has, at most as many times that.
double RowsOfFullestBucket(double rows, uint64_t buckets, double chance) {
  const double mean = rows / static_cast<double>(buckets);
  const double unlikely = std::log(static_cast<double>(buckets) / chance);
  return mean + unlikely / 3 + std::sqrt(unlikely * unlikely / 9 + 2 * mean * unlikely);
}

}  // namespace earshot
