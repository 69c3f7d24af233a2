#include "events/event_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/stop_token.h"
#include "events/csv/header.h"
#include "events/limits.h"

namespace earshot {
namespace {

// A file may end with a CR alone.
bool IsLineEnd(char last) { return last == '\n' || last == '\r'; }

}  // namespace

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
  file_->detections = std::move(text.detections);
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
    chunk->file = file_;
    chunk->starts_file = !header_is_read_;
    RETURN_IF_ERROR(Fill(chunk));
    const bool ends_file = at_end_ && carry_.empty();
    chunk->lacks_line_end = ends_file && chunk->end > 0 && !IsLineEnd(chunk->bytes().back());
    if (ends_file) input_.reset();
    if (chunk->starts_file || chunk->end > 0) return true;
  }
}

// Appends to the `filled` bytes of the buffer, which grows if it must.
Status EventReader::ReadOn(Chunk* chunk, size_t* filled) {
  // In proportion to what has been read, so that a long row is not searched again for each small piece of it; and at
  // most to the limit of a row, so that whether it is too long does not depend on chunk_bytes.
  constexpr size_t kGrowth = 16;
  const size_t wanted = std::max(options_.chunk_bytes, *filled / kGrowth);
  const size_t size = *filled < kRowBytesMax ? std::min(wanted, kRowBytesMax - *filled) : wanted;
  ReserveText(*filled + size, chunk);
  ASSIGN_OR_RETURN(const size_t count, input_->Read(chunk->buffer.data() + *filled, size));
  *filled += count;
  at_end_ = count < size;
  FindMasks(*filled, chunk);
  return absl::OkStatus();
}

// Whether the buffer has enough for a chunk: one whole row, in a file's first chunk those that decide its layout; or
// the rest of the file, or more than a row may have.
bool EventReader::HasEnough(const Chunk& chunk, size_t filled) const {
  if (at_end_ || filled >= kRowBytesMax) return true;
  if (header_is_read_ || file_->dialect.format == EventFormat::kJson) return chunk.split.size > 0;
  return HasFirstRows(chunk, RowEnd(chunk, 0, chunk.split.size), chunk.split.size);
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
    SplitChunk({.size = filled, .in_doubt = in_doubt_, .at_end = at_end_}, chunk);
  } while (!HasEnough(*chunk, filled));
  chunk->end = chunk->split.size;
  if (chunk->end == 0 && !at_end_) {
    // A line without an end may come from a device, and one that is too long is not a header, whatever follows.
    chunk->end = filled;
    if (!header_is_read_ && file_->dialect.format == EventFormat::kCsv) return RefuseHeader(*chunk);
    carry_.clear();
    byte_offset_ += filled;
    RETURN_IF_ERROR(CutLongRow(chunk));
    return header_is_read_ ? absl::OkStatus() : TakeHeader(filled, chunk);
  }
  if (!header_is_read_) RETURN_IF_ERROR(TakeHeader(filled, chunk));
  if (file_->dialect.format == EventFormat::kCsv && !at_end_) {
    in_doubt_ = EndsInDoubt({.size = filled, .in_doubt = in_doubt_, .at_end = at_end_}, chunk);
  }
  carry_.assign(chunk->buffer, chunk->end, filled - chunk->end);
  byte_offset_ += chunk->end;
  return absl::OkStatus();
}

// Makes the chunk one row, and skips the rest of that row, to the end of the line.
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
    // Keep the line end: it counts as a line, and ends the row.
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

// The error for a first row that is not a header.
Status EventReader::RefuseHeader(const Chunk& chunk) const {
  if (HasBareCarriageReturn(chunk.bytes(), file_->dialect.delimiter)) {
    return InputError(
        "{}: the header has a carriage return without a line feed; if lines end with CR alone, convert them first: "
        "tr '\\r' '\\n' < OLD > NEW",
        FirstLine());
  }
  return InputError("{}: there is no header; the line is too long or has a quote that is not closed", FirstLine());
}

// Reads the header of the chunk, which has what was read so far, and determines the file's layout.
Status EventReader::TakeHeader(size_t filled, Chunk* chunk) {
  header_is_read_ = true;
  if (file_->dialect.format == EventFormat::kJson) return absl::OkStatus();
  const size_t end = std::exchange(chunk->end, RowEnd(*chunk, 0, chunk->end));
  const std::vector<QuoteError>& quote_errors = chunk->split.quote_errors;
  const bool has_quote_error = !quote_errors.empty() && quote_errors.front().position < chunk->end;
  if (has_quote_error || HasBareCarriageReturn(chunk->bytes(), file_->dialect.delimiter)) return RefuseHeader(*chunk);
  ASSIGN_OR_RETURN(file_->layout, LayoutOf(HeaderNames(*chunk), file_->columns, FirstLine()));
  chunk->begin = chunk->end;
  file_->layout.row_fields = CountFields(end, file_->layout, chunk);
  if (chunk->split.may_depend_on_layout) {
    FindMasks(filled, chunk);
    SplitChunk({.size = filled, .in_doubt = false, .at_end = at_end_}, chunk);
  }
  chunk->end = chunk->split.size;
  return absl::OkStatus();
}

}  // namespace earshot
