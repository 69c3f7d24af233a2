#include "stores/sstable/bucket_counts.h"

#include <algorithm>

#include "base/bytes.h"

namespace earshot {

BucketCounts::BucketCounts(size_t buckets) : counts_(buckets + 1) {
  uint64_t bound = 1;
  while (bounds_.size() < buckets) {
    bounds_.push_back(bound);
    // 1.2 times as large, rounded; as doubles, as Cassandra has it.
    bound = std::max(bound + 1, static_cast<uint64_t>(static_cast<double>(bound) * 1.2 + 0.5));
  }
}

void BucketCounts::Add(uint64_t value) {
  ++counts_[static_cast<size_t>(std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin())];
}

// Each count comes with the bound before it, where there is one.
void BucketCounts::AppendTo(std::string* out) const {
  AppendBigEndian(static_cast<int32_t>(counts_.size()), out);
  for (size_t i = 0; i < counts_.size(); ++i) {
    AppendBigEndian(bounds_[i == 0 ? 0 : i - 1], out);
    AppendBigEndian(counts_[i], out);
  }
}

}  // namespace earshot
