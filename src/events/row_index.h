// Where the fields of a chunk's rows end. Pure functions on the caller's memory; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "events/chunk.h"

namespace earshot {

struct RowIndex {
  // The positions in the chunk's buffer of the delimiters and line ends outside quotes, in order. Where the last row
  // has no line end, the end of the rows stands for it.
  std::vector<uint32_t> field_ends;
  // For each row, how many field_ends there are up to its end.
  std::vector<uint32_t> row_ends;
  // The positions of carriage returns outside quotes that no line feed follows.
  std::vector<uint32_t> bare_carriage_returns;
  // How many line feeds there are, inside quotes too.
  uint64_t line_count = 0;
};

// Indexes the rows of `chunk`, whose masks and split must be those of its buffer.
void IndexRows(const Chunk& chunk, RowIndex* index);

}  // namespace earshot
