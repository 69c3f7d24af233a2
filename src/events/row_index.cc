#include "events/row_index.h"

#include <bit>

namespace earshot {
namespace {

// The bits of the block that starts at `block_begin` whose positions are in [begin, end).
uint64_t BitsOf(size_t block_begin, size_t begin, size_t end) {
  uint64_t bits = ~uint64_t{0};
  if (begin > block_begin) bits &= begin - block_begin < kBlockBytes ? ~uint64_t{0} << (begin - block_begin) : 0;
  if (end < block_begin + kBlockBytes) bits &= end > block_begin ? ~(~uint64_t{0} << (end - block_begin)) : 0;
  return bits;
}

void AppendPositions(uint64_t bits, size_t block_begin, std::vector<uint32_t>* positions) {
  for (; bits != 0; bits &= bits - 1) {
    positions->push_back(static_cast<uint32_t>(block_begin + static_cast<size_t>(std::countr_zero(bits))));
  }
}

}  // namespace

void IndexRows(const Chunk& chunk, RowIndex* index) {
  index->field_ends.clear();
  index->row_ends.clear();
  index->bare_carriage_returns.clear();
  index->line_count = 0;
  const size_t block_end = (chunk.end + kBlockBytes - 1) / kBlockBytes;
  for (size_t block = 0; block < block_end; ++block) {
    const BlockMasks& masks = chunk.masks[block];
    const size_t block_begin = block * kBlockBytes;
    // Lines are counted from the chunk's beginning: a header before `begin` is lines too.
    index->line_count += static_cast<uint64_t>(std::popcount(masks.newline & BitsOf(block_begin, 0, chunk.end)));
    const uint64_t outside = ~masks.inside & BitsOf(block_begin, chunk.begin, chunk.end);
    const uint64_t row_ends = masks.newline & outside;
    const uint64_t field_ends = (masks.delimiter & outside) | row_ends;

    const size_t field_ends_before = index->field_ends.size();
    AppendPositions(field_ends, block_begin, &index->field_ends);
    for (uint64_t bits = row_ends; bits != 0; bits &= bits - 1) {
      const uint64_t up_to_row_end = bits ^ (bits - 1);
      index->row_ends.push_back(
          static_cast<uint32_t>(field_ends_before + static_cast<size_t>(std::popcount(field_ends & up_to_row_end))));
    }

    const bool newline_is_next = block + 1 < block_end && (chunk.masks[block + 1].newline & 1) != 0;
    const uint64_t before_newline = masks.newline >> 1 | (newline_is_next ? uint64_t{1} << 63 : 0);
    AppendPositions(masks.carriage_return & outside & ~before_newline, block_begin, &index->bare_carriage_returns);
  }
  const bool ends_with_newline = !index->row_ends.empty() && index->field_ends.back() + 1 == chunk.end &&
                                 index->row_ends.back() == index->field_ends.size();
  if (chunk.end > chunk.begin && !ends_with_newline) {
    index->field_ends.push_back(static_cast<uint32_t>(chunk.end));
    index->row_ends.push_back(static_cast<uint32_t>(index->field_ends.size()));
    // At the file's end a CR alone ends the line as a CRLF does.
    auto& bare = index->bare_carriage_returns;
    if (!bare.empty() && bare.back() + 1 == chunk.end) bare.pop_back();
  }
}

}  // namespace earshot
