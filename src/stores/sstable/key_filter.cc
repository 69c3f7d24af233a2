#include "stores/sstable/key_filter.h"

#include <bit>
#include <cstdlib>

#include "base/bytes.h"
#include "stores/sstable/index_keys.h"

namespace earshot {
namespace {

// What Cassandra takes for kFalsePositives (BloomCalculations).
constexpr uint64_t kBitsOfKey = 10;
constexpr uint64_t kHashes = 5;
constexpr uint64_t kBitsExcess = 20;
constexpr uint64_t kWordBits = 64;

}  // namespace

KeyFilter::KeyFilter(uint64_t keys) : words_((kBitsOfKey * keys + kBitsExcess - 1) / kWordBits + 1) {}

void KeyFilter::Add(const KeyHash& hash) {
  const auto bits = static_cast<int64_t>(words_.size() * kWordBits);
  uint64_t base = hash.second;
  for (uint64_t i = 0; i < kHashes; ++i, base += hash.first) {
    const auto bit = static_cast<uint64_t>(std::abs(static_cast<int64_t>(base) % bits));
    words_[bit / kWordBits] |= uint64_t{1} << bit % kWordBits;
  }
}

// The bits are in bytes, the lowest first.
std::string KeyFilter::Serialized() const {
  static_assert(std::endian::native == std::endian::little);
  std::string bytes;
  bytes.reserve(2 * sizeof(int32_t) + words_.size() * sizeof(uint64_t));
  AppendBigEndian(static_cast<int32_t>(kHashes), &bytes);
  AppendBigEndian(static_cast<int32_t>(words_.size()), &bytes);
  return bytes.append(reinterpret_cast<const char*>(words_.data()), words_.size() * sizeof(uint64_t));
}

StatusOr<KeyFilter> FilterOfIndex(const std::string& path, uint64_t keys) {
  ASSIGN_OR_RETURN(const std::unique_ptr<IndexKeys> index, IndexKeys::Open(path));
  KeyFilter filter(keys);
  std::string_view key;
  uint64_t found = 0;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, index->Next(&key));
    if (!more) break;
    filter.Add(HashOfKey(key));
    ++found;
  }
  if (found != keys) return SystemError("{} has {} keys, and {} were written: the disk is faulty", path, found, keys);
  return filter;
}

}  // namespace earshot
