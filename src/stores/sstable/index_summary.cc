#include "stores/sstable/index_summary.h"

#include <limits>

#include "base/bytes.h"

namespace earshot {
namespace {

constexpr uint64_t kInterval = 128;      // a table's min_index_interval; where it has another, Cassandra makes its own
constexpr int32_t kSamplingLevel = 128;  // nothing left out
constexpr size_t kEntriesBytesMax = std::numeric_limits<int32_t>::max();

void AppendKey(std::string_view key, std::string* out) {
  AppendBigEndian(static_cast<int32_t>(key.size()), out);
  out->append(key);
}

}  // namespace

void IndexSummary::Add(std::string_view key, uint64_t index_position) {
  if (keys_ == 0) first_key_ = key;
  last_key_ = key;
  if (keys_++ % kInterval != 0) return;
  // A summary that ends before the last key is right, and makes for slower reads.
  if (entries_.size() + key.size() + sizeof(uint64_t) > kEntriesBytesMax) return;
  offsets_.push_back(static_cast<uint32_t>(entries_.size()));
  entries_.append(key);
  AppendLittleEndian(index_position, &entries_);
}

std::string IndexSummary::Serialized() const {
  const size_t offsets_bytes = offsets_.size() * sizeof(uint32_t);
  std::string bytes;
  AppendBigEndian(static_cast<int32_t>(kInterval), &bytes);
  AppendBigEndian(static_cast<int32_t>(offsets_.size()), &bytes);
  AppendBigEndian(static_cast<int64_t>(offsets_bytes + entries_.size()), &bytes);
  AppendBigEndian(kSamplingLevel, &bytes);
  AppendBigEndian(static_cast<int32_t>((keys_ + kInterval - 1) / kInterval), &bytes);
  for (const uint32_t offset : offsets_) AppendLittleEndian(static_cast<uint32_t>(offset + offsets_bytes), &bytes);
  bytes.append(entries_);
  AppendKey(first_key_, &bytes);
  AppendKey(last_key_, &bytes);
  return bytes;
}

}  // namespace earshot
