#include "events/split/masks.h"

// Highway includes this file once for each instruction set of the compiler; FindMasks dispatches at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "events/split/masks.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace earshot::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

// A scalar has no eight bytes to make one byte of a mask from.
void FindMasksByVector(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks) {
  FindMasksByByte(bytes, block_count, delimiter, masks);
}

#else

namespace hn = hwy::HWY_NAMESPACE;

// Capped at a block, so that a block is a whole number of vectors on every machine.
using Bytes = hn::CappedTag<int8_t, kBlockBytes>;

void FindMasksByVector(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks) {
  const Bytes d;
  const auto quote = hn::Set(d, '"');
  const auto delimiters = hn::Set(d, static_cast<int8_t>(delimiter));
  const auto newline = hn::Set(d, '\n');
  const auto carriage_return = hn::Set(d, '\r');
  const auto one = hn::Set(d, 1);
  for (size_t block = 0; block < block_count; ++block) {
    BlockMasks& found = masks[block];
    for (size_t i = 0; i < kBlockBytes; i += hn::Lanes(d)) {
      const auto text = hn::LoadU(d, reinterpret_cast<const int8_t*>(bytes) + block * kBlockBytes + i);
      // Each vector's bits are stored straight to their bytes of the mask: combining them in a register would make each
      // wait for the one before.
      const auto store = [&](auto bits, uint64_t* mask) {
        hn::StoreMaskBits(d, bits, reinterpret_cast<uint8_t*>(mask) + i / 8);
      };
      store(hn::Eq(text, quote), &found.quote);
      store(hn::Eq(text, delimiters), &found.delimiter);
      store(hn::Eq(text, newline), &found.newline);
      store(hn::Eq(text, carriage_return), &found.carriage_return);
      // As signed numbers, non-ASCII bytes are negative and NUL is 0: one comparison finds both.
      store(hn::Lt(text, one), &found.non_ascii_or_nul);
    }
    found.inside = 0;
  }
}

#endif  // HWY_TARGET == HWY_SCALAR

}  // namespace earshot::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace earshot {

HWY_EXPORT(FindMasksByVector);

void FindMasks(const char* bytes, size_t block_count, char delimiter, BlockMasks* masks) {
  HWY_DYNAMIC_DISPATCH(FindMasksByVector)(bytes, block_count, delimiter, masks);
}

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
      if (byte == '\0' || static_cast<unsigned char>(byte) >= 0x80) found.non_ascii_or_nul |= bit;
    }
    masks[block] = found;
  }
}

}  // namespace earshot
#endif  // HWY_ONCE
