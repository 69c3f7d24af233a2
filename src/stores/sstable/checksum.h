// CRC-32 as Cassandra's files have it: that of zlib. Pure functions; safe on any thread.
#pragma once

#include <libdeflate.h>

#include <cstdint>
#include <string_view>

namespace earshot {

// Of `bytes` after those that `before` is of.
inline uint32_t Crc32(std::string_view bytes, uint32_t before = 0) {
  return libdeflate_crc32(before, bytes.data(), bytes.size());
}

}  // namespace earshot
