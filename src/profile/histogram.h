// A histogram of whole numbers, in a fixed 116 KiB whatever their count and size: quantiles within 1 %.
//
// Numbers below 256 have a bucket each, so that theirs are exact; each power of two above is divided into 128 buckets
// of the same width. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace earshot {

class Histogram {
 public:
  Histogram();

  void Add(uint64_t value);

  uint64_t count() const { return count_; }
  uint64_t sum() const { return sum_; }
  // 0 where there are none.
  uint64_t max() const { return max_; }

  // The value that has `share` of the values below it or equal to it: of n values the ceil(share * n)-th, and the mean
  // of its bucket where that is more than one value. 0 where there are none.
  uint64_t Quantile(double share) const;

  // The sum of the largest ceil(share * n) of n values.
  double SumOfLargest(double share) const;

  // Values that are about the same: how many, and their mean.
  struct Values {
    double mean = 0;
    uint64_t count = 0;
  };
  // All of them, from the least.
  std::vector<Values> AllValues() const;

 private:
  struct Bucket {
    uint64_t count = 0;
    uint64_t sum = 0;
    double mean() const { return static_cast<double>(sum) / static_cast<double>(count); }
  };

  uint64_t CountOf(double share) const;

  std::vector<Bucket> buckets_;
  uint64_t count_ = 0;
  uint64_t sum_ = 0;
  uint64_t max_ = 0;
};

}  // namespace earshot
