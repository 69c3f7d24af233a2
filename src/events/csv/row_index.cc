#include "events/csv/row_index.h"

#include <algorithm>
#include <bit>

// This file uses no vectors but popcount and tzcnt, which the compiler emits only for instruction sets that have them:
// so Highway includes it, too, once for each, and dispatches at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "events/csv/row_index.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace earshot::HWY_NAMESPACE {

// The bits of the block that starts at `block_begin` whose positions are in [begin, end).
inline uint64_t BitsWithin(size_t block_begin, size_t begin, size_t end) {
  uint64_t bits = ~uint64_t{0};
  if (begin > block_begin) bits &= begin - block_begin < kBlockBytes ? ~uint64_t{0} << (begin - block_begin) : 0;
  if (end < block_begin + kBlockBytes) bits &= end > block_begin ? ~(~uint64_t{0} << (end - block_begin)) : 0;
  return bits;
}

// Writes the positions of the set bits to `out`, which has room for kBlockBytes of them.
inline void WritePositions(uint64_t bits, size_t block_begin, uint32_t* out) {
  // Eight at a time without counting, as simdjson flattens bits: most blocks have about eight, and an exact loop's end
  // would be a mispredicted branch. The next block overwrites the excess.
  constexpr size_t kAtOnce = 8;
  while (bits != 0) {
    for (size_t i = 0; i < kAtOnce; ++i) {
      out[i] = static_cast<uint32_t>(block_begin + static_cast<size_t>(std::countr_zero(bits)));
      bits &= bits - 1;
    }
    out += kAtOnce;
  }
}

void IndexRowsOfChunk(const Chunk& chunk, RowIndex* index) {
  // There is always room for one more block, so that writes need no check.
  const auto make_room = [](std::vector<uint32_t>* positions, size_t count) {
    const size_t needed = count + 2 * kBlockBytes;
    if (positions->size() < needed) positions->resize(needed + needed / 2);
  };
  index->bare_carriage_returns.clear();
  index->line_count = 0;
  make_room(&index->field_ends, 0);
  make_room(&index->row_ends, 0);
  index->field_ends[0] = static_cast<uint32_t>(chunk.begin) - 1;
  size_t field_count = 0;
  size_t row_count = 0;
  const size_t block_end = (chunk.end + kBlockBytes - 1) / kBlockBytes;
  for (size_t block = 0; block < block_end; ++block) {
    const BlockMasks& masks = chunk.masks[block];
    const size_t block_begin = block * kBlockBytes;
    index->line_count += static_cast<uint64_t>(std::popcount(masks.newline & BitsWithin(block_begin, 0, chunk.end)));
    const uint64_t outside = ~masks.inside & BitsWithin(block_begin, chunk.begin, chunk.end);
    const uint64_t row_ends = masks.newline & outside;
    const uint64_t field_ends = (masks.delimiter & outside) | row_ends;

    make_room(&index->field_ends, field_count + 1);
    make_room(&index->row_ends, row_count);
    WritePositions(field_ends, block_begin, index->field_ends.data() + 1 + field_count);
    // One is always written, and counts if it exists: whether a row ends in a block cannot be predicted.
    uint64_t bits = row_ends;
    do {
      const uint64_t up_to_row_end = bits ^ (bits - 1);
      index->row_ends[row_count] =
          static_cast<uint32_t>(field_count + static_cast<size_t>(std::popcount(field_ends & up_to_row_end)));
      row_count += bits != 0 ? 1 : 0;
      bits &= bits - 1;
    } while (bits != 0);
    field_count += static_cast<size_t>(std::popcount(field_ends));

    const bool newline_is_next = block + 1 < block_end && (chunk.masks[block + 1].newline & 1) != 0;
    const uint64_t before_newline = masks.newline >> 1 | (newline_is_next ? uint64_t{1} << 63 : 0);
    uint64_t bare = masks.carriage_return & outside & ~before_newline;
    for (; bare != 0; bare &= bare - 1) {
      index->bare_carriage_returns.push_back(
          static_cast<uint32_t>(block_begin + static_cast<size_t>(std::countr_zero(bare))));
    }
  }
  index->field_count = field_count;
  index->row_count = row_count;
}

}  // namespace earshot::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace earshot {

HWY_EXPORT(IndexRowsOfChunk);

void IndexRows(const Chunk& chunk, RowIndex* index) {
  HWY_DYNAMIC_DISPATCH(IndexRowsOfChunk)(chunk, index);
  const size_t rows_end =
      index->row_count == 0 ? chunk.begin : index->field_ends[index->row_ends[index->row_count - 1]] + 1;
  if (rows_end == chunk.end) return;
  // The last row has no line end.
  index->field_ends[++index->field_count] = static_cast<uint32_t>(chunk.end);
  index->row_ends[index->row_count++] = static_cast<uint32_t>(index->field_count);
  // At the file's end a CR alone ends the line as a CRLF does.
  std::vector<uint32_t>& bare = index->bare_carriage_returns;
  if (!bare.empty() && bare.back() + 1 == chunk.end) bare.pop_back();
}

}  // namespace earshot
#endif  // HWY_ONCE
