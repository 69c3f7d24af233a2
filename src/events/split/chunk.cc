#include "events/split/chunk.h"

#include <cstring>
#include <utility>

#include "events/event.h"

namespace earshot {
namespace {

SplitFrom SplitFromOf(const ChunkText& text, const Chunk& chunk) {
  return {.begin = chunk.begin,
          .in_doubt = text.in_doubt,
          .at_end = text.at_end,
          .delimiter = chunk.file->dialect.delimiter,
          .layout = &chunk.file->layout};
}

}  // namespace

void ReserveText(size_t size, Chunk* chunk) {
  static_assert(kFieldSlackBytes <= kBlockBytes);
  const size_t needed = size / kBlockBytes * kBlockBytes + 2 * kBlockBytes;
  if (chunk->buffer.size() < needed) chunk->buffer.resize(needed);
}

void FindMasks(size_t size, Chunk* chunk) {
  chunk->masks.resize((size + kBlockBytes - 1) / kBlockBytes);
  FindMasks(chunk->buffer.data(), chunk->masks.size(), chunk->file->dialect.delimiter, chunk->masks.data());
}

void SplitChunk(const ChunkText& text, Chunk* chunk) {
  // Where the last row has no line end, old bytes after it must not look like the quote that opens an empty field.
  if (text.at_end) chunk->buffer[text.size] = '\0';
  const std::string_view bytes(chunk->buffer.data(), text.size);
  if (chunk->file->dialect.format == EventFormat::kCsv) {
    SplitRows(bytes, SplitFromOf(text, *chunk), &chunk->masks, &chunk->split);
    return;
  }
  // JSON has line ends only between its lines.
  chunk->split = Split();
  chunk->split.size = text.at_end ? text.size : bytes.rfind('\n') + 1;
}

bool EndsInDoubt(const ChunkText& text, Chunk* chunk) {
  return EndInDoubt(chunk->bytes(), SplitFromOf(text, *chunk), &chunk->masks, &chunk->split);
}

void FillChunk(std::string_view rows, std::shared_ptr<const EventFile> file, bool in_doubt, Chunk* chunk) {
  chunk->file = std::move(file);
  ReserveText(rows.size(), chunk);
  std::memcpy(chunk->buffer.data(), rows.data(), rows.size());
  FindMasks(rows.size(), chunk);
  chunk->begin = 0;
  SplitChunk({.size = rows.size(), .in_doubt = in_doubt, .at_end = true}, chunk);
  chunk->end = rows.size();
  chunk->starts_file = true;
  chunk->lacks_line_end = false;
  chunk->row_too_long = false;
  chunk->byte_offset = 0;
}

}  // namespace earshot
