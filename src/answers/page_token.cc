#include "answers/page_token.h"

#include <absl/strings/escaping.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "base/error_code.h"

namespace earshot {
namespace {

constexpr size_t kHashBytes = sizeof(uint64_t);

// Big-endian, so that a token is the same on every machine.
std::string HashOf(std::string_view asked, std::string_view sort_key) {
  const uint64_t seed = XXH3_64bits(asked.data(), asked.size());
  const uint64_t hash = XXH3_64bits_withSeed(sort_key.data(), sort_key.size(), seed);
  std::string bytes;
  AppendBigEndian(hash, &bytes);
  return bytes;
}

}  // namespace

std::string MakePageToken(std::string_view asked, std::string_view sort_key) {
  return absl::WebSafeBase64Escape(HashOf(asked, sort_key) + std::string(sort_key));
}

StatusOr<std::string> ParsePageToken(std::string_view asked, std::string_view token) {
  std::string bytes;
  if (absl::WebSafeBase64Unescape({token.data(), token.size()}, &bytes) && bytes.size() > kHashBytes) {
    const std::string_view sort_key = std::string_view(bytes).substr(kHashBytes);
    if (HashOf(asked, sort_key) == bytes.substr(0, kHashBytes)) return std::string(sort_key);
  }
  return WithCode(UsageError("invalid page token: it is damaged, or of another question or other values"),
                  ErrorCode::kInvalidPageToken);
}

}  // namespace earshot
