// Integers in byte strings; big-endian, as the CQL protocol and the sort keys have them, where nothing else is said.
// Plain functions on the caller's memory; safe on any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

namespace earshot {

template <typename Integer>
Integer SwapToBigEndian(Integer value) {
  static_assert(std::is_integral_v<Integer>);
  static_assert(std::endian::native == std::endian::little, "earshot is built for little-endian machines");
  if constexpr (sizeof(Integer) == 8) return static_cast<Integer>(__builtin_bswap64(static_cast<uint64_t>(value)));
  if constexpr (sizeof(Integer) == 4) return static_cast<Integer>(__builtin_bswap32(static_cast<uint32_t>(value)));
  if constexpr (sizeof(Integer) == 2) return static_cast<Integer>(__builtin_bswap16(static_cast<uint16_t>(value)));
}

// Appends `value` to `out`, most significant byte first.
template <typename Integer>
void AppendBigEndian(Integer value, std::string* out) {
  const Integer swapped = SwapToBigEndian(value);
  char bytes[sizeof(Integer)];
  std::memcpy(bytes, &swapped, sizeof(Integer));
  out->append(bytes, sizeof(Integer));
}

// The same, least significant byte first.
template <typename Integer>
void AppendLittleEndian(Integer value, std::string* out) {
  AppendBigEndian(SwapToBigEndian(value), out);
}

// Reads a big-endian integer from `bytes`, which must hold at least sizeof(Integer) bytes.
template <typename Integer>
Integer ReadBigEndian(const char* bytes) {
  Integer value;
  std::memcpy(&value, bytes, sizeof(Integer));
  return SwapToBigEndian(value);
}

// The sign bit flipped: what makes signed integers, as unsigned ones or as big-endian bytes, sort by value.
template <typename Signed>
std::make_unsigned_t<Signed> FlipSign(Signed value) {
  using Unsigned = std::make_unsigned_t<Signed>;
  return static_cast<Unsigned>(static_cast<Unsigned>(value) ^ (Unsigned{1} << (8 * sizeof(Signed) - 1)));
}

// The inverse, of an integer in big-endian bytes.
template <typename Signed>
Signed ReadFlippedSign(const char* bytes) {
  return static_cast<Signed>(FlipSign(ReadBigEndian<Signed>(bytes)));
}

}  // namespace earshot
