#include "events/csv/csv_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "base/utf8.h"
#include "events/csv/row_checks.h"
#include "events/limits.h"
#include "events/play_maker.h"

namespace earshot {
namespace {

// Advances `next` past the positions before `end`; whether there were any.
template <typename Positions>
bool Pass(const Positions& positions, size_t end, size_t* next) {
  const size_t before = *next;
  while (*next < positions.size() && positions[*next] < end) ++*next;
  return *next > before;
}

// Whether the quote at `position` of a plain field means inches: 12" Mix, 7"
bool IsInchMark(std::string_view text, size_t position) {
  const bool after_digit = position > 0 && text[position - 1] >= '0' && text[position - 1] <= '9';
  return after_digit && (position + 1 == text.size() || text[position + 1] == ' ');
}

// The text of a field that a file lacks; bytes after it are readable, as after any (kFieldSlackBytes).
constexpr std::array<char, kFieldSlackBytes> kZeros = {};
constexpr std::string_view kNoText(kZeros.data(), 0);

const char* ReasonOf(RejectKind quote_error) {
  switch (quote_error) {
    case RejectKind::kTextAfterQuote: return "text follows the quote that closes the field";
    case RejectKind::kFieldTooLong: return "the field is longer than 64 KiB";
    case RejectKind::kStrayQuote:
      return "a quote is inside a plain field, and the row may be the rest of the row before it, which was cut";
    default: return "the field's quote is not closed";
  }
}

// Spreadsheets write an empty row as delimiters.
bool IsBlankRow(const CsvRow& row, char delimiter) {
  const std::string_view text = row.text();
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == ' ' || c == '\t' || c == delimiter; });
}

void CountBlankRow(DecodeResult* result) {
  --result->events;
  ++result->blank_lines;
}

void CountSongWithoutArtist(const CsvRow& row, const DecodeContext& context) {
  const size_t position = context.file().layout.positions[kEventPage];
  if (position == Layout::kMissing) return;
  EventField page;
  row.FindField(position, &page);
  if (page.text == kPageOfPlays) ++context.result.songs_without_artist;
}

// A quote in a plain field may have been escaped by a backslash before it.
void CountBackslashQuotes(const CsvRow& row, const DecodeContext& context) {
  if (!context.file().dialect.backslash && row.text().find("\\\"") != std::string_view::npos) {
    ++context.result.oddities.backslash_quotes;
  }
}

void CountOddQuotes(const CsvRow& row, const DecodeContext& context) {
  Oddities& oddities = context.result.oddities;
  if (oddities.odd_quotes++ == 0) oddities.first_odd_quote = {context.file().path, context.log.LineOf(row.span.begin)};
}

}  // namespace

void CsvDecoder::Decode(const DecodeContext& context) {
  Start(context);
  const Chunk& chunk = context.chunk;
  size_t begin = chunk.begin;
  size_t first_field = 0;
  for (size_t row = 0; row < index_.row_count; ++row) {
    const size_t last_field = index_.row_ends[row];
    const size_t line_end = index_.field_ends[last_field];
    const bool has_cr = line_end > begin && chunk.buffer[line_end - 1] == '\r';
    DecodeRow({.buffer = chunk.buffer.data(),
               .span = {.begin = begin, .end = line_end - (has_cr ? 1 : 0)},
               .next = line_end + 1,
               .field_ends = index_.field_ends.data() + first_field,
               .field_count = last_field - first_field},
              context);
    begin = line_end + 1;
    first_field = last_field;
  }
}

void CsvDecoder::Start(const DecodeContext& context) {
  IndexRows(context.chunk, &index_);
  context.result.lines = index_.line_count;
  CheckBytes(context.chunk);
  event_ = Event();
  for (EventField& field : event_.fields) field.text = kNoText;
  next_quote_error_ = next_bare_cr_ = next_stray_quote_ = 0;
  FindNextNote(context.chunk);
}

// Finds whether the rows have no NUL and are UTF-8, and which are not all ASCII. As no row ends inside a character,
// what is true of all of them together is true of each.
void CsvDecoder::CheckBytes(const Chunk& chunk) {
  is_valid_text_ = true;
  non_ascii_or_nul_.clear();
  next_non_ascii_or_nul_ = 0;
  const std::string_view bytes = chunk.bytes();
  size_t checked_to = chunk.begin;
  for (size_t block = checked_to / kBlockBytes; block * kBlockBytes < bytes.size(); ++block) {
    for (uint64_t bits = chunk.masks[block].non_ascii_or_nul; bits != 0; bits &= bits - 1) {
      const size_t position = block * kBlockBytes + static_cast<size_t>(std::countr_zero(bits));
      if (position < checked_to) continue;  // not the first byte of its character
      if (position >= bytes.size()) return;
      const size_t length = bytes[position] == '\0' ? 0 : Utf8SequenceLength(bytes.substr(position));
      if (length == 0) is_valid_text_ = false;
      non_ascii_or_nul_.push_back(position);
      checked_to = position + std::max<size_t>(length, 1);
    }
  }
}

void CsvDecoder::FindNextNote(const Chunk& chunk) {
  const Split& split = chunk.split;
  next_note_ = chunk.row_too_long ? 0 : chunk.end;
  if (next_quote_error_ < split.quote_errors.size())
    next_note_ = std::min(next_note_, split.quote_errors[next_quote_error_].position);
  if (next_stray_quote_ < split.stray_quotes.size()) {
    next_note_ = std::min(next_note_, split.stray_quotes[next_stray_quote_]);
  }
  if (next_bare_cr_ < index_.bare_carriage_returns.size()) {
    next_note_ = std::min<size_t>(next_note_, index_.bare_carriage_returns[next_bare_cr_]);
  }
}

void CsvDecoder::DecodeRow(const CsvRow& row, const DecodeContext& context) {
  DecodeResult& result = context.result;
  if (row.span.begin == row.span.end) {
    ++result.blank_lines;
    return;
  }
  ++result.events;
  event_.has_stray_quotes = false;
  has_odd_quotes_ = false;
  if (next_note_ < row.next && RejectNoted(row, context)) return;
  if (!is_valid_text_ && RejectInvalidText(row, context)) return;
  if (!HasFieldsOf(context.file().layout, row)) {
    if (row.field_count == 1 && IsBlankRow(row, context.file().dialect.delimiter)) return CountBlankRow(&result);
    return RejectFieldCount(row, context);
  }
  if (row.span.end - row.span.begin > kFieldBytesMax && RejectLongField(row, context)) return;
  MakePlay(row, context);
}

void CsvDecoder::MakePlay(const CsvRow& row, const DecodeContext& context) {
  const Layout& layout = context.file().layout;
  DecodeResult& result = context.result;
  row.FindField(layout.positions[kEventArtist], &event_.fields[kEventArtist]);
  if (event_.fields[kEventArtist].text.empty()) {
    const bool all_empty = row.span.end - row.span.begin == row.field_count - 1;
    if (all_empty && IsBlankRow(row, context.file().dialect.delimiter)) return CountBlankRow(&result);
    if (!context.play_maker.options().events) {
      ++result.without_artist;
      return CountSongWithoutArtist(row, context);
    }
  }
  for (const size_t column : context.play_maker.columns_read()) {
    const size_t position = layout.positions[column];
    if (position == Layout::kMissing) continue;  // of those that files may lack; the event has none there
    row.FindField(position, &event_.fields[column]);
  }
  const uint64_t without_artist_before = result.without_artist;
  const RowOfEvent row_of_event = {.begin = row.span.begin, .is_ascii = IsAscii(row)};
  if (std::optional<ValidationError> error = context.play_maker.Make(row_of_event, &event_, context)) {
    context.log.Reject(row.span, error->kind, std::string(kEventColumns[error->column]), std::move(error->reason));
  } else if (has_odd_quotes_) {
    CountOddQuotes(row, context);
  }
  if (result.without_artist > without_artist_before) CountSongWithoutArtist(row, context);
}

// Rows must come in order.
bool CsvDecoder::IsAscii(const CsvRow& row) {
  return !Pass(non_ascii_or_nul_, row.next, &next_non_ascii_or_nul_) ||
         non_ascii_or_nul_[next_non_ascii_or_nul_ - 1] < row.span.begin;
}

// Handles what was noted of this row: rejects it if its quotes, line ends or length are wrong.
bool CsvDecoder::RejectNoted(const CsvRow& row, const DecodeContext& context) {
  const Chunk& chunk = context.chunk;
  const Layout& layout = context.file().layout;
  const size_t first_error = next_quote_error_;
  const size_t first_bare_cr = next_bare_cr_;
  const std::vector<QuoteError>& quote_errors = chunk.split.quote_errors;
  while (next_quote_error_ < quote_errors.size() && quote_errors[next_quote_error_].position < row.next)
    ++next_quote_error_;
  const bool has_bare_cr = Pass(index_.bare_carriage_returns, row.next, &next_bare_cr_);
  event_.has_stray_quotes = Pass(chunk.split.stray_quotes, row.next, &next_stray_quote_);
  FindNextNote(chunk);
  if (chunk.row_too_long) {
    context.log.Reject(row.span, RejectKind::kRowTooLong, "",
                       fmt::format("the row does not end within {} bytes", kRowBytesMax));
    return true;
  }
  if (next_quote_error_ > first_error) {
    const QuoteError& error = quote_errors[first_error];
    context.log.Reject(row.span, error.kind, ColumnAt(error.position, row, layout), ReasonOf(error.kind));
    return true;
  }
  if (has_bare_cr) {
    context.log.Reject(row.span, RejectKind::kBareCarriageReturn,
                       ColumnAt(index_.bare_carriage_returns[first_bare_cr], row, layout),
                       "a carriage return outside quotes does not end the line");
    return true;
  }
  if (!event_.has_stray_quotes) return false;
  CountBackslashQuotes(row, context);
  return RejectLostDelimiter(row, context);
}

// Looks at the quotes in the row's plain fields. If the delimiter before a quoted field is lost and that field has one
// inside, the row has the right number of fields, but not in their columns: free"Phoenix, AZ",PUT
bool CsvDecoder::RejectLostDelimiter(const CsvRow& row, const DecodeContext& context) {
  const Layout& layout = context.file().layout;
  bool may_open = false;  // the field before may hold the quote that opens
  for (size_t i = 0; i < row.field_count; ++i) {
    EventField field;
    row.FindField(i, &field);
    const bool is_odd = !field.quoted && std::count(field.text.begin(), field.text.end(), '"') % 2 != 0;
    if (is_odd && may_open && field.text.ends_with('"') && HasFieldsOf(layout, row)) {
      context.log.Reject(
          row.span, RejectKind::kStrayQuote, ColumnAt(row.field_ends[i], row, layout),
          "a quote is inside this field and one ends the next: a delimiter before a quoted field may be lost");
      return true;
    }
    may_open = is_odd && !IsInchMark(field.text, field.text.find('"'));
    has_odd_quotes_ = has_odd_quotes_ || is_odd;
  }
  return false;
}

}  // namespace earshot
