#include "events/masks.h"

namespace earshot {

void FindMasksByByte(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks) {
  for (size_t block = 0; block < block_count; ++block) {
    BlockMasks found;
    for (size_t i = 0; i < kBlockBytes; ++i) {
      const char byte = bytes[block * kBlockBytes + i];
      const uint64_t bit = uint64_t{1} << i;
      if (byte == '"') found.quote |= bit;
      if (byte == delimiter) found.delimiter |= bit;
      if (byte == '\n') found.newline |= bit;
      if (byte == '\r') found.carriage_return |= bit;
    }
    masks[block] = found;
  }
}

void FindMasks(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks) {
  FindMasksByByte(bytes, block_count, delimiter, masks);
}

}  // namespace earshot
