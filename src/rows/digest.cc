#include "rows/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace earshot {

void Digest::Add(std::string_view row) {
  const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
  sum_ += (static_cast<Sum>(hash.high64) << 64) | hash.low64;
}

std::string Digest::ToString() const {
  return fmt::format("{:016x}{:016x}", static_cast<uint64_t>(sum_ >> 64), static_cast<uint64_t>(sum_));
}

}  // namespace earshot
