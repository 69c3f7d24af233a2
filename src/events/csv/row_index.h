// Indexes where the fields of a chunk's rows end. Pure functions on the caller's memory; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "events/split/chunk.h"

namespace earshot {

// Meant to be reused, for its memory: only the first field_count and row_count entries are valid.
struct RowIndex {
  // field_ends[i + 1] is the position in the chunk's buffer of the delimiter or line end after field i, or the end of
  // the rows if the last row has no line end. field_ends[0] is the position before the first row, so that field i is
  // always [field_ends[i] + 1, field_ends[i + 1]).
  std::vector<uint32_t> field_ends;
  size_t field_count = 0;
  // For each row, the number of fields up to its end.
  std::vector<uint32_t> row_ends;
  size_t row_count = 0;
  // The positions of carriage returns outside quotes that no line feed follows.
  std::vector<uint32_t> bare_carriage_returns;
  // The number of line feeds, including those inside quotes and in the header.
  uint64_t line_count = 0;
};

// Indexes the rows of `chunk`, whose masks and split must be those of its buffer.
void IndexRows(const Chunk& chunk, RowIndex* index);

}  // namespace earshot
