#include "base/utf8.h"

#include <cstdint>
#include <cstring>

#include "base/check.h"

namespace earshot {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;
constexpr size_t kWordsAtOnce = 8;

// Whether the 64 bytes from `bytes` on are ASCII: no branch for each word, so that the compiler may use vectors.
bool IsAscii64(const char* bytes) {
  uint64_t words[kWordsAtOnce];
  std::memcpy(words, bytes, sizeof words);
  uint64_t all = 0;
  for (const uint64_t word : words) all |= word;
  return (all & kHighBits) == 0;
}

}  // namespace

size_t Utf8SequenceLength(std::string_view rest) {
  EARSHOT_CHECK(!rest.empty());
  const auto byte = [rest](size_t i) -> unsigned { return static_cast<unsigned char>(rest[i]); };
  const auto continues = [&](size_t i) { return i < rest.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || !continues(1)) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return !overlong && !surrogate && continues(2) ? 3 : 0;
  }
  const bool overlong = first == 0xF0 && byte(1) < 0x90;
  const bool beyond_unicode = first > 0xF4 || (first == 0xF4 && byte(1) >= 0x90);
  return !overlong && !beyond_unicode && continues(2) && continues(3) ? 4 : 0;
}

size_t FindInvalidUtf8(std::string_view bytes) {
  size_t position = 0;
  while (position < bytes.size()) {
    while (bytes.size() - position >= kWordsAtOnce * sizeof(uint64_t) && IsAscii64(bytes.data() + position)) {
      position += kWordsAtOnce * sizeof(uint64_t);
    }
    if (position == bytes.size()) break;
    // Most text is ASCII: eight such bytes are known by one comparison.
    if (bytes.size() - position >= sizeof(uint64_t)) {
      uint64_t eight;
      std::memcpy(&eight, bytes.data() + position, sizeof(eight));
      if ((eight & kHighBits) == 0) {
        position += sizeof(eight);
        continue;
      }
    }
    const size_t length = Utf8SequenceLength(bytes.substr(position));
    if (length == 0) return position;
    position += length;
  }
  return position;
}

}  // namespace earshot
