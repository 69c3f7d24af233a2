#include "events/event_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "events/limits.h"
#include "events/row_index.h"

namespace earshot {
namespace {

// A file may end with a CR alone.
bool IsLineEnd(char last) { return last == '\n' || last == '\r'; }

// Behind the first row's line end.
size_t FirstRowEnd(const Chunk& chunk) {
  for (size_t block = 0; block * kBlockBytes < chunk.end; ++block) {
    const uint64_t row_ends = chunk.masks[block].newline & ~chunk.masks[block].inside;
    if (row_ends == 0) continue;
    return std::min(chunk.end, block * kBlockBytes + static_cast<size_t>(std::countr_zero(row_ends)) + 1);
  }
  return chunk.end;
}

// Whether a carriage return outside quotes stands in `header`, its line end apart: then more rows may be taken for it.
bool HasBareCarriageReturn(std::string_view header, char delimiter) {
  bool in_quotes = false;
  for (size_t i = 0; i + 1 < header.size(); ++i) {
    const bool starts_field = i == 0 || header[i - 1] == delimiter;
    if (header[i] == '"' && (in_quotes || starts_field)) {
      in_quotes = !in_quotes;
    } else if (header[i] == '\r' && header[i + 1] != '\n' && !in_quotes) {
      return true;
    }
  }
  return false;
}

// A header's field as a value: without the quotes around it, and each doubled quote in it one.
std::string HeaderName(std::string_view field) {
  const bool quoted = !field.empty() && field.front() == '"';
  if (quoted) field = field.substr(1, field.size() - 2);
  std::string name;
  for (size_t i = 0; i < field.size(); ++i) {
    name.push_back(field[i]);
    if (quoted && field[i] == '"') ++i;
  }
  return name;
}

// The names of the chunk's only row.
std::vector<std::string> HeaderOf(const Chunk& header) {
  RowIndex index;
  IndexRows(header, &index);
  std::vector<std::string> names;
  for (size_t i = 0; i < index.field_count; ++i) {
    const size_t begin = index.field_ends[i] + 1u;
    std::string_view field(header.buffer.data() + begin, index.field_ends[i + 1] - begin);
    if (i + 1 == index.field_count && field.ends_with('\r')) field.remove_suffix(1);
    names.push_back(HeaderName(field));
  }
  return names;
}

// Makes room in the buffer for `size` bytes, whole blocks, and kFieldSlackBytes behind them.
void MakeRoom(size_t size, Chunk* chunk) {
  const size_t needed = size / kBlockBytes * kBlockBytes + 2 * kBlockBytes;
  if (chunk->buffer.size() < needed) chunk->buffer.resize(needed);
}

void FindChunkMasks(size_t size, char delimiter, Chunk* chunk) {
  chunk->masks.resize((size + kBlockBytes - 1) / kBlockBytes);
  FindMasks(chunk->buffer.data(), chunk->masks.size(), delimiter, chunk->masks.data());
}

// Splits the first `size` bytes of the buffer, which start where a row starts.
void SplitChunk(size_t size, const Dialect& dialect, bool after_fault, bool at_end, Chunk* chunk) {
  // Where the last row has no line end, what the buffer held before must not look like the start of an empty field.
  if (at_end) chunk->buffer[size] = '\0';
  const std::string_view bytes(chunk->buffer.data(), size);
  if (dialect.format == EventFormat::kCsv) {
    SplitRows(bytes, after_fault, at_end, dialect.delimiter, &chunk->masks, &chunk->split);
    return;
  }
  // In JSON a line end stands only between the lines.
  chunk->split = Split();
  chunk->split.size = at_end ? size : bytes.rfind('\n') + 1;
}

}  // namespace

void FillChunk(std::string_view rows, std::shared_ptr<const EventFile> file, Chunk* chunk) {
  MakeRoom(rows.size(), chunk);
  std::memcpy(chunk->buffer.data(), rows.data(), rows.size());
  FindChunkMasks(rows.size(), file->dialect.delimiter, chunk);
  SplitChunk(rows.size(), file->dialect, /*after_fault=*/false, /*at_end=*/true, chunk);
  chunk->file = std::move(file);
  chunk->begin = 0;
  chunk->end = rows.size();
  chunk->starts_file = true;
  chunk->lacks_line_end = false;
  chunk->row_too_long = false;
  chunk->byte_offset = 0;
}

EventReader::EventReader(std::vector<std::string> files, ReadOptions options)
    : files_(std::move(files)), options_(std::move(options)) {}

Status EventReader::OpenNextFile() {
  const std::string& path = files_[next_file_++];
  ASSIGN_OR_RETURN(EventText text, OpenEventText(path, options_.text));
  input_ = std::move(text.source);
  file_ = std::make_shared<EventFile>();
  file_->path = path;
  file_->columns = options_.text.columns;
  file_->null_words = options_.text.null_words;
  file_->dialect = text.dialect;
  file_->recognised = std::move(text.recognised);
  file_->encoding = std::move(text.encoding);
  file_->line_offset = text.line_offset;
  file_->blank_lines = text.blank_lines;
  header_is_read_ = false;
  at_end_ = false;
  after_fault_ = false;
  byte_offset_ = text.byte_offset;
  carry_.clear();
  return absl::OkStatus();
}

StatusOr<bool> EventReader::Next(Chunk* chunk) {
  while (true) {
    if (input_ == nullptr) {
      if (next_file_ == files_.size()) return false;
      RETURN_IF_ERROR(OpenNextFile());
    }
    RETURN_IF_ERROR(Fill(chunk));
    chunk->starts_file = !header_is_read_;
    if (!header_is_read_) RETURN_IF_ERROR(TakeHeader(chunk));
    chunk->file = file_;
    const bool ends_file = at_end_ && carry_.empty();
    chunk->lacks_line_end = ends_file && chunk->end > 0 && !IsLineEnd(chunk->bytes().back());
    if (ends_file) input_.reset();
    if (chunk->starts_file || chunk->end > 0) return true;
  }
}

// Reads behind the `filled` bytes of the buffer, which grows where it must.
Status EventReader::ReadOn(Chunk* chunk, size_t* filled) {
  // A good part of what is there already, so that a long row is not looked at again for each small chunk of it; and no
  // more than a row may have, so that whether it is too long does not depend on the chunks.
  constexpr size_t kGrowth = 16;
  const size_t wanted = std::max(options_.chunk_bytes, *filled / kGrowth);
  const size_t size = *filled < kRowBytesMax ? std::min(wanted, kRowBytesMax - *filled) : wanted;
  MakeRoom(*filled + size, chunk);
  ASSIGN_OR_RETURN(const size_t count, input_->Read(chunk->buffer.data() + *filled, size));
  *filled += count;
  at_end_ = count < size;
  FindChunkMasks(*filled, file_->dialect.delimiter, chunk);
  return absl::OkStatus();
}

// Reads until at least one row is whole, or is longer than a row may be.
Status EventReader::Fill(Chunk* chunk) {
  chunk->begin = 0;
  chunk->byte_offset = byte_offset_;
  chunk->row_too_long = false;
  size_t filled = carry_.size();
  if (chunk->buffer.size() < filled) chunk->buffer.resize(filled);
  std::memcpy(chunk->buffer.data(), carry_.data(), filled);
  do {
    RETURN_IF_ERROR(ReadOn(chunk, &filled));
    SplitChunk(filled, file_->dialect, after_fault_, at_end_, chunk);
  } while (chunk->split.size == 0 && !at_end_ && filled < kRowBytesMax);
  chunk->end = chunk->split.size;
  if (chunk->end == 0 && !at_end_) {
    // What has no end may be a device, and what is too long is no header, whatever its rest is.
    chunk->end = filled;
    if (!header_is_read_ && file_->dialect.format == EventFormat::kCsv) return RefuseHeader(*chunk);
    carry_.clear();
    byte_offset_ += filled;
    return CutLongRow(chunk);
  }
  after_fault_ = chunk->split.ends_at_fault;
  carry_.assign(chunk->buffer, chunk->end, filled - chunk->end);
  byte_offset_ += chunk->end;
  return absl::OkStatus();
}

// Makes the chunk one row, and passes over the rest of that row, to the end of the line.
Status EventReader::CutLongRow(Chunk* chunk) {
  chunk->row_too_long = true;
  after_fault_ = true;
  chunk->split = Split();
  for (BlockMasks& masks : chunk->masks) masks.inside = ~uint64_t{0};
  std::string rest(options_.chunk_bytes, '\0');
  while (!at_end_) {
    ASSIGN_OR_RETURN(const size_t count, input_->Read(rest.data(), rest.size()));
    at_end_ = count < rest.size();
    const size_t line_end = std::string_view(rest.data(), count).find('\n');
    if (line_end == std::string_view::npos) {
      byte_offset_ += count;
      continue;
    }
    byte_offset_ += line_end + 1;
    carry_.assign(rest, line_end + 1, count - line_end - 1);
    // The line's end counts as a line, and ends the row.
    chunk->buffer.resize(std::max(chunk->buffer.size(), chunk->end + 2 * kBlockBytes));
    chunk->masks.resize(chunk->end / kBlockBytes + 1);
    BlockMasks& last = chunk->masks[chunk->end / kBlockBytes];
    const uint64_t bit = uint64_t{1} << (chunk->end % kBlockBytes);
    last.newline |= bit;
    last.inside &= ~bit;
    chunk->buffer[chunk->end++] = '\n';
    break;
  }
  return absl::OkStatus();
}

std::string EventReader::FirstLine() const { return fmt::format("{}, line {}", file_->path, file_->line_offset + 1); }

// Why the chunk's bytes, of the first row, are no header.
Status EventReader::RefuseHeader(const Chunk& chunk) const {
  if (HasBareCarriageReturn(chunk.bytes(), file_->dialect.delimiter)) {
    return InputError(
        "{}: a carriage return stands alone in the header; where lines end with CR alone, make them end with LF first: "
        "tr '\\r' '\\n' < OLD > NEW",
        FirstLine());
  }
  return InputError("{}: there is no header; the line is too long or has a quote that is not closed", FirstLine());
}

Status EventReader::TakeHeader(Chunk* chunk) {
  header_is_read_ = true;
  if (file_->dialect.format == EventFormat::kJson) return absl::OkStatus();
  const size_t end = std::exchange(chunk->end, FirstRowEnd(*chunk));
  const std::vector<QuoteFault>& faults = chunk->split.faults;
  const bool has_fault = !faults.empty() && faults.front().position < chunk->end;
  if (has_fault || HasBareCarriageReturn(chunk->bytes(), file_->dialect.delimiter)) return RefuseHeader(*chunk);
  ASSIGN_OR_RETURN(file_->layout, LayoutOf(HeaderOf(*chunk), file_->columns, FirstLine()));
  chunk->begin = chunk->end;
  chunk->end = end;
  return absl::OkStatus();
}

}  // namespace earshot
