#include "rows/digest.h"

#include <absl/strings/numbers.h>
#include <fmt/format.h>
#include <xxhash.h>

namespace earshot {

void Digest::Add(std::string_view row) {
  const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
  sum_ += (static_cast<Sum>(hash.high64) << 64) | hash.low64;
}

std::optional<Digest> Digest::Parse(std::string_view text) {
  constexpr size_t kHalf = 16;
  Digest digest;
  for (size_t begin = 0; begin < text.size(); begin += kHalf) {
    uint64_t half = 0;
    if (!absl::SimpleHexAtoi(std::string(text.substr(begin, kHalf)), &half)) return std::nullopt;
    digest.sum_ = (digest.sum_ << 64) | half;
  }
  if (digest.ToString() != text) return std::nullopt;
  return digest;
}

std::string Digest::ToString() const {
  return fmt::format("{:016x}{:016x}", static_cast<uint64_t>(sum_ >> 64), static_cast<uint64_t>(sum_));
}

}  // namespace earshot
