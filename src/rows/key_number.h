// The bytes of sort keys as numbers, which compare as they do and sooner. Plain functions; safe on any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"

namespace earshot {

// The eight bytes of `key` from `offset` on; zeros after its end.
inline uint64_t NumberAt(std::string_view key, size_t offset) {
  if (key.size() >= offset + sizeof(uint64_t)) return ReadBigEndian<uint64_t>(key.data() + offset);
  char bytes[sizeof(uint64_t)] = {};
  if (offset < key.size()) std::memcpy(bytes, key.data() + offset, key.size() - offset);
  return ReadBigEndian<uint64_t>(bytes);
}

}  // namespace earshot
