// How Cassandra's hashes (cql/murmur2.h, cql/murmur3.h) read bytes. Pure functions; safe on any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace earshot {

inline uint64_t LoadLittleEndian(const char* bytes) {
  static_assert(std::endian::native == std::endian::little);
  uint64_t value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

// Up to eight bytes of the tail. Each is signed: one above 0x7f inverts all the bits above it. That is not a mistake
// here, it is Cassandra's, and every token depends on it.
inline uint64_t LoadSignedTail(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value ^= static_cast<uint64_t>(static_cast<int64_t>(static_cast<signed char>(bytes[i]))) << (8 * i);
  }
  return value;
}

}  // namespace earshot
