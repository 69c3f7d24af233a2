#include "cql/vint.h"

#include <bit>

#include "base/bytes.h"

namespace earshot {
namespace {

constexpr size_t kBytesMax = 9;
constexpr uint64_t kOneByteMax = 0x7f;

}  // namespace

void AppendVint(uint64_t value, std::string* out) {
  if (value <= kOneByteMax) {
    out->push_back(static_cast<char>(value));
    return;
  }
  const size_t bytes = VintBytes(value);
  if (bytes == kBytesMax) {
    out->push_back('\xff');
    AppendBigEndian(value, out);
    return;
  }
  const uint64_t ones = (uint64_t{1} << (bytes - 1)) - 1;
  const uint64_t encoded = value | ones << (7 * bytes + 1);
  for (size_t i = bytes; i-- > 0;) out->push_back(static_cast<char>(encoded >> (8 * i)));
}

void AppendSignedVint(int64_t value, std::string* out) {
  AppendVint(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63), out);
}

bool TakeVint(std::string_view* bytes, uint64_t* value) {
  if (bytes->empty()) return false;
  const auto first = static_cast<unsigned char>(bytes->front());
  const auto following = static_cast<size_t>(std::countl_one(first));
  if (bytes->size() <= following) return false;
  *value = first & 0xffU >> following;
  for (size_t i = 1; i <= following; ++i) *value = *value << 8 | static_cast<unsigned char>((*bytes)[i]);
  bytes->remove_prefix(1 + following);
  return true;
}

// So many bytes have seven times as many bits of the value, and nine have all 64.
size_t VintBytes(uint64_t value) { return static_cast<size_t>(9 - (std::countl_zero(value | 1) - 1) / 7); }

}  // namespace earshot
