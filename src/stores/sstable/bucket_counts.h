// A histogram as Cassandra has them of partitions' sizes: how many values are in each of buckets that become wider by a
// fifth. (In Cassandra's sources: EstimatedHistogram.)
//
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace earshot {

class BucketCounts {
 public:
  // One bucket more takes the values that are too large for the others.
  explicit BucketCounts(size_t buckets);

  void Add(uint64_t value);
  void AppendTo(std::string* out) const;

 private:
  std::vector<uint64_t> bounds_;  // the largest value of each
  std::vector<uint64_t> counts_;
};

}  // namespace earshot
