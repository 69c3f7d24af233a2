#include "cql/murmur3.h"

#include <bit>
#include <limits>

#include "cql/murmur_bytes.h"

namespace earshot {
namespace {

constexpr uint64_t kC1 = 0x87c37b91114253d5;
constexpr uint64_t kC2 = 0x4cf5ad432745937f;
constexpr size_t kBlockBytes = 16;

uint64_t Mix1(uint64_t k) { return std::rotl(k * kC1, 31) * kC2; }
uint64_t Mix2(uint64_t k) { return std::rotl(k * kC2, 33) * kC1; }

uint64_t Finish(uint64_t k) {
  k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
  k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
  return k ^ (k >> 33);
}

}  // namespace

KeyHash HashOfKey(std::string_view partition_key) {
  uint64_t h1 = 0;
  uint64_t h2 = 0;
  const size_t blocks_end = partition_key.size() / kBlockBytes * kBlockBytes;
  for (size_t i = 0; i < blocks_end; i += kBlockBytes) {
    h1 ^= Mix1(LoadLittleEndian(partition_key.data() + i));
    h1 = (std::rotl(h1, 27) + h2) * 5 + 0x52dce729;
    h2 ^= Mix2(LoadLittleEndian(partition_key.data() + i + 8));
    h2 = (std::rotl(h2, 31) + h1) * 5 + 0x38495ab5;
  }
  const std::string_view tail = partition_key.substr(blocks_end);
  if (tail.size() > 8) h2 ^= Mix2(LoadSignedTail(tail.substr(8)));
  if (!tail.empty()) h1 ^= Mix1(LoadSignedTail(tail.substr(0, 8)));

  h1 ^= partition_key.size();
  h2 ^= partition_key.size();
  h1 += h2;
  h2 += h1;
  h1 = Finish(h1);
  h2 = Finish(h2);
  return {h1 + h2, h1 + h2 + h2};
}

int64_t TokenOfHash(const KeyHash& hash) {
  // The smallest token is the beginning of the ring, so no key may have it.
  const auto token = static_cast<int64_t>(hash.first);
  return token == std::numeric_limits<int64_t>::min() ? std::numeric_limits<int64_t>::max() : token;
}

}  // namespace earshot
