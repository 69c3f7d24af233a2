// The kernel: finds the bytes that matter to a decoder, as one bit mask for each 64 bytes of text, as in simdjson's
// stage 1.
//
// Everything else in the decoder works on these masks. Pure functions on the caller's memory; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace earshot {

inline constexpr size_t kBlockBytes = 64;

// Of 64 bytes of text: bit i is of byte i.
struct BlockMasks {
  uint64_t quote = 0;
  uint64_t delimiter = 0;
  uint64_t newline = 0;
  uint64_t carriage_return = 0;
  uint64_t non_ascii_or_nul = 0;
  uint64_t inside = 0;  // inside a quoted field: set by the splitter, 0 here

  bool operator==(const BlockMasks&) const = default;
};

// Writes the masks of the `block_count` blocks at `bytes`, using the best vector instructions that the machine has.
void FindMasks(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks);

// The same, byte by byte: the reference that tests compare FindMasks with.
void FindMasksByByte(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks);

}  // namespace earshot
