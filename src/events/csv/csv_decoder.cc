#include "events/csv/csv_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "base/utf8.h"
#include "events/limits.h"

namespace earshot {
namespace {

// Moves `next` behind the positions before `end`; whether there were any.
template <typename Positions>
bool Pass(const Positions& positions, size_t end, size_t* next) {
  const size_t before = *next;
  while (*next < positions.size() && positions[*next] < end) ++*next;
  return *next > before;
}

// Whether the quote at `position` of a plain field stands for inches: 12" Mix, 7"
bool IsInchMark(std::string_view text, size_t position) {
  const bool behind_digit = position > 0 && text[position - 1] >= '0' && text[position - 1] <= '9';
  return behind_digit && (position + 1 == text.size() || text[position + 1] == ' ');
}

}  // namespace

void CsvDecoder::Decode(const Chunk& chunk, PlayMaker* play_maker, PlaySink* sink, DecodeResult* result) {
  chunk_ = &chunk;
  play_maker_ = play_maker;
  sink_ = sink;
  result_ = result;
  log_.Start(chunk, result);
  IndexRows(chunk, &index_);
  result->lines = index_.line_count;
  CheckBytes();
  event_ = Event();
  next_fault_ = next_bare_cr_ = next_stray_quote_ = 0;
  FindNextNote();

  size_t begin = chunk.begin;
  size_t first_field = 0;
  for (size_t row = 0; row < index_.row_count; ++row) {
    const size_t last_field = index_.row_ends[row];
    const size_t line_end = index_.field_ends[last_field];
    const bool has_cr = line_end > begin && chunk.buffer[line_end - 1] == '\r';
    DecodeRow({.begin = begin,
               .end = line_end - (has_cr ? 1 : 0),
               .next = line_end + 1,
               .field_ends = index_.field_ends.data() + first_field,
               .field_count = last_field - first_field});
    begin = line_end + 1;
    first_field = last_field;
  }
}

// Finds out whether the rows hold no NUL and are UTF-8, and which are not all ASCII. As no row ends inside a character,
// what holds for all of them together holds for each.
void CsvDecoder::CheckBytes() {
  all_plain_utf8_ = true;
  odd_bytes_.clear();
  next_odd_byte_ = 0;
  const std::string_view bytes = chunk_->bytes();
  size_t checked_to = chunk_->begin;
  for (size_t block = checked_to / kBlockBytes; block * kBlockBytes < bytes.size(); ++block) {
    for (uint64_t odd = chunk_->masks[block].odd; odd != 0; odd &= odd - 1) {
      const size_t position = block * kBlockBytes + static_cast<size_t>(std::countr_zero(odd));
      if (position < checked_to) continue;  // behind the first byte of a character
      if (position >= bytes.size()) return;
      const size_t length = bytes[position] == '\0' ? 0 : Utf8SequenceLength(bytes.substr(position));
      if (length == 0) all_plain_utf8_ = false;
      odd_bytes_.push_back(position);
      checked_to = position + std::max<size_t>(length, 1);
    }
  }
}

void CsvDecoder::FindNextNote() {
  const Split& split = chunk_->split;
  next_note_ = chunk_->row_too_long ? 0 : chunk_->end;
  if (next_fault_ < split.faults.size()) next_note_ = std::min(next_note_, split.faults[next_fault_].position);
  if (next_stray_quote_ < split.stray_quotes.size()) {
    next_note_ = std::min(next_note_, split.stray_quotes[next_stray_quote_]);
  }
  if (next_bare_cr_ < index_.bare_carriage_returns.size()) {
    next_note_ = std::min<size_t>(next_note_, index_.bare_carriage_returns[next_bare_cr_]);
  }
}

void CsvDecoder::DecodeRow(const Row& row) {
  if (row.begin == row.end) {
    ++result_->blank_lines;
    return;
  }
  ++result_->events;
  event_.has_stray_quotes = false;
  has_odd_quotes_ = false;
  if (next_note_ < row.next && RejectNoted(row)) return;
  if (!all_plain_utf8_ && RejectOddBytes(row)) return;
  if (!HasItsFields(row)) {
    if (row.field_count == 1 && PassOverBlank(row)) return;
    const Layout& layout = chunk_->file->layout;
    const bool few = row.field_count < layout.row_fields;
    Reject(
        row, few ? RejectKind::kTooFewFields : RejectKind::kTooManyFields, "",
        fmt::format("the row has {} fields, the {} {}", row.field_count,
                    layout.row_fields == layout.field_count ? "header" : "file's first rows have", layout.row_fields));
    return;
  }
  if (row.end - row.begin > kFieldBytesMax && RejectLongField(row)) return;
  MakePlay(row);
}

// Written to where it is needed: as a value it would be written once, and read again before that is done.
inline void CsvDecoder::FindField(const Row& row, size_t position, EventField* field) const {
  const size_t begin = row.field_ends[position] + 1u;
  const size_t end = position + 1 == row.field_count ? row.end : row.field_ends[position + 1];
  const char* const text = chunk_->buffer.data() + begin;
  // The splitter has seen to it that a quoted field ends with its quote. An empty field's first byte is its end.
  const bool quoted = *text == '"';
  field->text = std::string_view(text + (quoted ? 1 : 0), end - begin - (quoted ? 2 : 0));
  field->quoted = quoted;
}

// Whether the row has as many fields as the file's rows have. Where the header has others, what stands behind the last
// named column must be empty.
bool CsvDecoder::HasItsFields(const Row& row) const {
  const Layout& layout = chunk_->file->layout;
  if (row.field_count == layout.row_fields && row.field_count == layout.field_count) return true;
  if (!layout.MayHaveFields(row.field_count)) return false;
  for (size_t i = layout.named_count; i < row.field_count; ++i) {
    EventField field;
    FindField(row, i, &field);
    if (!field.text.empty()) return false;
  }
  return true;
}

void CsvDecoder::MakePlay(const Row& row) {
  const EventFile& file = *chunk_->file;
  FindField(row, file.layout.positions[kEventArtist], &event_.fields[kEventArtist]);
  if (event_.fields[kEventArtist].text.empty()) {
    const bool all_empty = row.end - row.begin == row.field_count - 1;
    if (all_empty && PassOverBlank(row)) return;
    ++result_->without_artist;
    CountSongWithoutArtist(row);
    return;
  }
  for (const size_t column : play_maker_->columns()) {
    FindField(row, file.layout.positions[column], &event_.fields[column]);
  }
  const bool may_be_damaged =
      Pass(odd_bytes_, row.next, &next_odd_byte_) && odd_bytes_[next_odd_byte_ - 1] >= row.begin;
  const uint64_t without_artist_before = result_->without_artist;
  if (std::optional<Problem> problem =
          play_maker_->Make(&event_, file, may_be_damaged, row.begin, &log_, sink_, result_)) {
    Reject(row, problem->kind, std::string(kEventColumns[problem->column]), std::move(problem->reason));
  } else if (has_odd_quotes_) {
    NoteOddQuotes(row);
  }
  if (result_->without_artist > without_artist_before) CountSongWithoutArtist(row);
}

// Nothing but blanks, or the delimiters that spreadsheets write for an empty row, is no event.
bool CsvDecoder::PassOverBlank(const Row& row) {
  const std::string_view text(chunk_->buffer.data() + row.begin, row.end - row.begin);
  const char delimiter = chunk_->file->dialect.delimiter;
  if (!std::all_of(text.begin(), text.end(), [&](char c) { return c == ' ' || c == '\t' || c == delimiter; })) {
    return false;
  }
  --result_->events;
  ++result_->blank_lines;
  return true;
}

void CsvDecoder::CountSongWithoutArtist(const Row& row) {
  const size_t position = chunk_->file->layout.positions[kEventPage];
  if (position == Layout::kMissing) return;
  EventField page;
  FindField(row, position, &page);
  if (page.text == kPageOfPlays) ++result_->songs_without_artist;
}

// Looks at what is noted of this row, and rejects it if its quotes, line ends or length are at fault.
bool CsvDecoder::RejectNoted(const Row& row) {
  const size_t first_fault = next_fault_;
  const size_t first_bare_cr = next_bare_cr_;
  const std::vector<QuoteFault>& faults = chunk_->split.faults;
  while (next_fault_ < faults.size() && faults[next_fault_].position < row.next) ++next_fault_;
  const bool has_bare_cr = Pass(index_.bare_carriage_returns, row.next, &next_bare_cr_);
  event_.has_stray_quotes = Pass(chunk_->split.stray_quotes, row.next, &next_stray_quote_);
  FindNextNote();
  if (chunk_->row_too_long) {
    Reject(row, RejectKind::kRowTooLong, "", fmt::format("the row does not end within {} bytes", kRowBytesMax));
    return true;
  }
  if (next_fault_ > first_fault) {
    const QuoteFault& fault = faults[first_fault];
    const char* reason = "the field's quote is not closed";
    if (fault.kind == RejectKind::kTextAfterQuote) reason = "text follows the quote that closes the field";
    if (fault.kind == RejectKind::kFieldTooLong) reason = "the field is longer than 64 KiB";
    if (fault.kind == RejectKind::kStrayQuote) {
      reason = "a quote stands in a plain field, and the row may be the rest of the row before it, which was cut";
    }
    Reject(row, fault.kind, ColumnAt(row, fault.position), reason);
    return true;
  }
  if (has_bare_cr) {
    Reject(row, RejectKind::kBareCarriageReturn, ColumnAt(row, index_.bare_carriage_returns[first_bare_cr]),
           "a carriage return stands outside quotes and does not end the line");
    return true;
  }
  if (!event_.has_stray_quotes) return false;
  CountBackslashQuotes(row);
  return RejectLostDelimiter(row);
}

// A quote in a plain field that a backslash precedes may have been escaped by it.
void CsvDecoder::CountBackslashQuotes(const Row& row) {
  const std::string_view text(chunk_->buffer.data() + row.begin, row.end - row.begin);
  if (!chunk_->file->dialect.backslash && text.find("\\\"") != std::string_view::npos) {
    ++result_->oddities.backslash_quotes;
  }
}

// Looks at the quotes in the row's plain fields. Where the delimiter before a quoted field is lost and one stands in
// that field, the row has all its fields, but not in their columns: free"Phoenix, AZ",PUT
bool CsvDecoder::RejectLostDelimiter(const Row& row) {
  bool may_open = false;  // the field before may hold the quote that opens
  for (size_t i = 0; i < row.field_count; ++i) {
    EventField field;
    FindField(row, i, &field);
    const bool is_odd = !field.quoted && std::count(field.text.begin(), field.text.end(), '"') % 2 != 0;
    if (is_odd && may_open && field.text.ends_with('"') && HasItsFields(row)) {
      Reject(row, RejectKind::kStrayQuote, ColumnAt(row, row.field_ends[i]),
             "a quote stands in this field and one ends the next: a delimiter before a quoted field may be lost");
      return true;
    }
    may_open = is_odd && !IsInchMark(field.text, field.text.find('"'));
    has_odd_quotes_ = has_odd_quotes_ || is_odd;
  }
  return false;
}

void CsvDecoder::NoteOddQuotes(const Row& row) {
  Oddities& oddities = result_->oddities;
  if (oddities.odd_quotes++ == 0) oddities.first_odd_quote = {chunk_->file->path, log_.LineOf(row.begin)};
}

bool CsvDecoder::RejectOddBytes(const Row& row) {
  const std::string_view bytes(chunk_->buffer.data() + row.begin, row.end - row.begin);
  if (const size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    Reject(row, RejectKind::kNulByte, ColumnAt(row, row.begin + nul),
           fmt::format("byte {} of the row is NUL", nul + 1));
    return true;
  }
  const size_t invalid = FindInvalidUtf8(bytes);
  if (invalid == bytes.size()) return false;
  log_.RejectInvalid(row.begin, row.end, invalid, ColumnAt(row, row.begin + invalid));
  return true;
}

bool CsvDecoder::RejectLongField(const Row& row) {
  for (size_t i = 0; i < row.field_count; ++i) {
    EventField field;
    FindField(row, i, &field);
    if (field.text.size() <= kFieldBytesMax) continue;
    Reject(row, RejectKind::kFieldTooLong, chunk_->file->layout.names[i],
           fmt::format("the field has {} bytes, more than 64 KiB", field.text.size()));
    return true;
  }
  return false;
}

// The name of the column that `position` of the chunk belongs to; empty where the header has none.
std::string CsvDecoder::ColumnAt(const Row& row, size_t position) const {
  const uint32_t* const first = row.field_ends + 1;
  const size_t column = static_cast<size_t>(std::lower_bound(first, first + row.field_count, position) - first);
  const std::vector<std::string>& names = chunk_->file->layout.names;
  return column < names.size() ? names[column] : "";
}

void CsvDecoder::Reject(const Row& row, RejectKind kind, std::string column, std::string reason) {
  log_.Reject(row.begin, row.end, kind, std::move(column), std::move(reason));
}

}  // namespace earshot
