// Filter.db: a Bloom filter of the partitions' keys, so that a read of a key that the SSTable lacks seldom looks into
// it. (In Cassandra's sources: BloomFilter, BloomFilterSerializer, OffHeapBitSet.)
//
// One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "cql/murmur3.h"

namespace earshot {

class KeyFilter {
 public:
  // What the tables have that earshot makes: one in a hundred keys is looked for in vain.
  static constexpr double kFalsePositives = 0.01;

  // For so many keys.
  explicit KeyFilter(uint64_t keys);

  void Add(const KeyHash& hash);
  std::string Serialized() const;

 private:
  std::vector<uint64_t> words_;
};

// Of all keys of the Index.db at `path`, which are so many.
StatusOr<KeyFilter> FilterOfIndex(const std::string& path, uint64_t keys);

}  // namespace earshot
