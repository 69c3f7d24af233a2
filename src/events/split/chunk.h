// A chunk: some whole rows of one event file, as the file has them, ready to be decoded on any thread.
//
// A chunk owns its bytes. It belongs to one thread at a time and is meant to be reused, for its memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/event_file.h"
#include "events/split/masks.h"
#include "events/split/splitter.h"

namespace earshot {

struct Chunk {
  std::shared_ptr<const EventFile> file;
  std::string buffer;  // kFieldSlackBytes after `end` are readable
  size_t begin = 0;    // the rows are buffer[begin, end)
  size_t end = 0;
  bool starts_file = false;       // the first chunk of its file; in CSV the header precedes `begin`
  bool lacks_line_end = false;    // the last chunk of its file, and the last row has no line end
  bool row_too_long = false;      // the chunk is the beginning of one row that exceeds kRowBytesMax
  uint64_t byte_offset = 0;       // of buffer[0] in the file's text
  std::vector<BlockMasks> masks;  // of buffer
  Split split;                    // of CSV

  std::string_view bytes() const { return std::string_view(buffer).substr(0, end); }
};

// How much of a chunk's buffer is text, which starts where a row starts, and what is known of the rows around it.
struct ChunkText {
  size_t size = 0;
  bool in_doubt = false;  // as in SplitFrom
  bool at_end = false;    // the file ends with the text
};

// Makes room in the buffer for `size` bytes of text: whole blocks, and kFieldSlackBytes after them.
void ReserveText(size_t size, Chunk* chunk);

// Finds the masks of the first `size` bytes of the buffer.
void FindMasks(size_t size, Chunk* chunk);

// Sets chunk->split, from the text and its masks.
void SplitChunk(const ChunkText& text, Chunk* chunk);

// Whether the row after the chunk's rows, which SplitChunk has found, is in doubt.
bool EndsInDoubt(const ChunkText& text, Chunk* chunk);

// Makes `rows`, the whole text of a file after its header, a chunk; `in_doubt` as in SplitFrom.
void FillChunk(std::string_view rows, std::shared_ptr<const EventFile> file, bool in_doubt, Chunk* chunk);

}  // namespace earshot
