#include "events/event_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/stop_token.h"
#include "events/csv/row_index.h"
#include "events/limits.h"

namespace earshot {
namespace {

// A file may end with a CR alone.
bool IsLineEnd(char last) { return last == '\n' || last == '\r'; }

// Behind the line end of the row that starts at `begin`, no further than to `end`.
size_t RowEnd(const Chunk& chunk, size_t begin, size_t end) {
  size_t block = begin / kBlockBytes;
  uint64_t bits = ~uint64_t{0} << (begin % kBlockBytes);
  for (; block * kBlockBytes < end; ++block, bits = ~uint64_t{0}) {
    const uint64_t row_ends = chunk.masks[block].newline & ~chunk.masks[block].inside & bits;
    if (row_ends == 0) continue;
    return std::min(end, block * kBlockBytes + static_cast<size_t>(std::countr_zero(row_ends)) + 1);
  }
  return end;
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

// The first rows of a file decide what its rows have behind the last named column.
constexpr size_t kFirstRows = 3;

struct RowSpan {
  size_t begin = 0;
  size_t end = 0;  // behind its line end
};

// The first rows from `begin` on, up to kFirstRows of them, blank ones left out.
std::vector<RowSpan> FirstRows(const Chunk& chunk, size_t begin, size_t end) {
  std::vector<RowSpan> rows;
  while (begin < end && rows.size() < kFirstRows) {
    const size_t row_end = RowEnd(chunk, begin, end);
    const std::string_view row(chunk.buffer.data() + begin, row_end - begin);
    if (row.find_first_not_of(" \t\r\n") != std::string_view::npos) rows.push_back({begin, row_end});
    begin = row_end;
  }
  return rows;
}

// How many fields a file's rows have: as many as more than half of the first `rows` have, and otherwise the header.
// A row counts where its fields behind the last named column are empty.
size_t FieldsOfRows(const std::vector<RowSpan>& rows, const Layout& layout, Chunk* chunk) {
  const RowSpan all = {chunk->begin, chunk->end};
  std::vector<size_t> counts;
  RowIndex index;
  for (const RowSpan& row : rows) {
    chunk->begin = row.begin;
    chunk->end = row.end;
    IndexRows(*chunk, &index);
    bool fits = index.field_count >= layout.named_count;
    for (size_t i = layout.named_count; fits && index.field_count != layout.field_count && i < index.field_count; ++i) {
      const size_t begin = index.field_ends[i] + 1u;
      std::string_view field(chunk->buffer.data() + begin, index.field_ends[i + 1] - begin);
      if (i + 1 == index.field_count && field.ends_with('\r')) field.remove_suffix(1);
      fits = field.empty() || field == "\"\"";
    }
    if (fits) counts.push_back(index.field_count);
  }
  chunk->begin = all.begin;
  chunk->end = all.end;
  for (const size_t count : counts) {
    if (2 * static_cast<size_t>(std::count(counts.begin(), counts.end(), count)) > rows.size()) return count;
  }
  return layout.field_count;
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

SplitFrom SplitFromOf(const Chunk& chunk, const EventFile& file, bool in_doubt, bool at_end) {
  return {.begin = chunk.begin,
          .in_doubt = in_doubt,
          .at_end = at_end,
          .delimiter = file.dialect.delimiter,
          .layout = &file.layout};
}

// Splits the first `size` bytes of the buffer, which start where a row starts.
void SplitChunk(size_t size, const EventFile& file, bool in_doubt, bool at_end, Chunk* chunk) {
  // Where the last row has no line end, what the buffer held before must not look like the start of an empty field.
  if (at_end) chunk->buffer[size] = '\0';
  const std::string_view bytes(chunk->buffer.data(), size);
  if (file.dialect.format == EventFormat::kCsv) {
    SplitRows(bytes, SplitFromOf(*chunk, file, in_doubt, at_end), &chunk->masks, &chunk->split);
    return;
  }
  // In JSON a line end stands only between the lines.
  chunk->split = Split();
  chunk->split.size = at_end ? size : bytes.rfind('\n') + 1;
}

}  // namespace

void FillChunk(std::string_view rows, std::shared_ptr<const EventFile> file, bool in_doubt, Chunk* chunk) {
  MakeRoom(rows.size(), chunk);
  std::memcpy(chunk->buffer.data(), rows.data(), rows.size());
  FindChunkMasks(rows.size(), file->dialect.delimiter, chunk);
  chunk->begin = 0;
  SplitChunk(rows.size(), *file, in_doubt, /*at_end=*/true, chunk);
  chunk->file = std::move(file);
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
  in_doubt_ = false;
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
    chunk->starts_file = !header_is_read_;
    RETURN_IF_ERROR(Fill(chunk));
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

// Whether what was read is enough for a chunk: at least one whole row, in a file's first chunk those that decide about
// its layout; or all there is, or more than a row may have.
bool EventReader::HasEnough(const Chunk& chunk, size_t filled) const {
  if (at_end_ || filled >= kRowBytesMax) return true;
  if (header_is_read_ || file_->dialect.format == EventFormat::kJson) return chunk.split.size > 0;
  return FirstRows(chunk, RowEnd(chunk, 0, chunk.split.size), chunk.split.size).size() == kFirstRows;
}

// Reads until there is enough.
Status EventReader::Fill(Chunk* chunk) {
  chunk->begin = 0;
  chunk->byte_offset = byte_offset_;
  chunk->row_too_long = false;
  size_t filled = carry_.size();
  if (chunk->buffer.size() < filled) chunk->buffer.resize(filled);
  std::memcpy(chunk->buffer.data(), carry_.data(), filled);
  do {
    RETURN_IF_ERROR(ReadOn(chunk, &filled));
    SplitChunk(filled, *file_, in_doubt_, at_end_, chunk);
  } while (!HasEnough(*chunk, filled));
  chunk->end = chunk->split.size;
  if (chunk->end == 0 && !at_end_) {
    // What has no end may be a device, and what is too long is no header, whatever its rest is.
    chunk->end = filled;
    if (!header_is_read_ && file_->dialect.format == EventFormat::kCsv) return RefuseHeader(*chunk);
    carry_.clear();
    byte_offset_ += filled;
    RETURN_IF_ERROR(CutLongRow(chunk));
    return header_is_read_ ? absl::OkStatus() : TakeHeader(filled, chunk);
  }
  if (!header_is_read_) RETURN_IF_ERROR(TakeHeader(filled, chunk));
  if (file_->dialect.format == EventFormat::kCsv && !at_end_) {
    in_doubt_ =
        EndInDoubt(chunk->bytes(), SplitFromOf(*chunk, *file_, in_doubt_, at_end_), &chunk->masks, &chunk->split);
  }
  carry_.assign(chunk->buffer, chunk->end, filled - chunk->end);
  byte_offset_ += chunk->end;
  return absl::OkStatus();
}

// Makes the chunk one row, and passes over the rest of that row, to the end of the line.
Status EventReader::CutLongRow(Chunk* chunk) {
  chunk->row_too_long = true;
  in_doubt_ = true;
  chunk->split = Split();
  for (BlockMasks& masks : chunk->masks) masks.inside = ~uint64_t{0};
  std::string rest(options_.chunk_bytes, '\0');
  while (!at_end_) {
    RETURN_IF_ERROR(CheckStop());
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

// Reads the header of the chunk, which holds what was read so far, and finds out the file's layout.
Status EventReader::TakeHeader(size_t filled, Chunk* chunk) {
  header_is_read_ = true;
  if (file_->dialect.format == EventFormat::kJson) return absl::OkStatus();
  const size_t end = std::exchange(chunk->end, RowEnd(*chunk, 0, chunk->end));
  const std::vector<QuoteFault>& faults = chunk->split.faults;
  const bool has_fault = !faults.empty() && faults.front().position < chunk->end;
  if (has_fault || HasBareCarriageReturn(chunk->bytes(), file_->dialect.delimiter)) return RefuseHeader(*chunk);
  ASSIGN_OR_RETURN(file_->layout, LayoutOf(HeaderOf(*chunk), file_->columns, FirstLine()));
  chunk->begin = chunk->end;
  file_->layout.row_fields = FieldsOfRows(FirstRows(*chunk, chunk->begin, end), file_->layout, chunk);
  if (chunk->split.may_depend_on_layout) {
    FindChunkMasks(filled, file_->dialect.delimiter, chunk);
    SplitChunk(filled, *file_, /*in_doubt=*/false, at_end_, chunk);
  }
  chunk->end = chunk->split.size;
  return absl::OkStatus();
}

}  // namespace earshot
