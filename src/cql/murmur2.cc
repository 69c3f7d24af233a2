#include "cql/murmur2.h"

#include "cql/murmur_bytes.h"

namespace earshot {
namespace {

constexpr uint64_t kFactor = 0xc6a4a7935bd1e995;
constexpr size_t kWordBytes = 8;

uint64_t ShiftMix(uint64_t value) { return value ^ value >> 47; }

}  // namespace

uint64_t CassandraMurmur2(std::string_view partition_key) {
  uint64_t hash = partition_key.size() * kFactor;
  const size_t words_end = partition_key.size() / kWordBytes * kWordBytes;
  for (size_t i = 0; i < words_end; i += kWordBytes) {
    hash = (hash ^ ShiftMix(LoadLittleEndian(partition_key.data() + i) * kFactor) * kFactor) * kFactor;
  }
  const std::string_view tail = partition_key.substr(words_end);
  if (!tail.empty()) hash = (hash ^ LoadSignedTail(tail)) * kFactor;
  return ShiftMix(ShiftMix(hash) * kFactor);
}

}  // namespace earshot
