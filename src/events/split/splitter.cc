#include "events/split/splitter.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/check.h"
#include "events/limits.h"
#include "events/split/marked_text.h"

namespace earshot {
namespace {

constexpr size_t kNowhere = MarkedText::kNowhere;

// Bit i is the XOR of the bits 0 to i: over quotes it marks what is inside them, as in simdjson's stage 1.
uint64_t PrefixXor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

class Splitter {
 public:
  Splitter(std::string_view bytes, const SplitFrom& from, std::vector<BlockMasks>* masks, Split* split)
      : text_(bytes, from.at_end, from.delimiter, from.layout, masks),
        bytes_(bytes),
        begin_(from.begin),
        masks_(*masks),
        split_(*split),
        in_doubt_(from.in_doubt),
        row_begin_(from.begin),
        row_begin_known_to_(from.begin) {}

  void Run();
  bool IsInDoubt(size_t row) const;

 private:
  // The outcome of a quoted field. With kInvalidField its row is rejected, and continues after the field; with
  // kInvalidLine the row ends with the line on which the field opens. kUnknown depends on bytes that are not read yet.
  enum class Ending { kClosed, kInvalidField, kInvalidLine, kUnknown };

  size_t PassUsualBlocks();
  void ClearInside(size_t begin, size_t end_block);
  Ending FindEnding(size_t open, size_t* close, RejectKind* kind);
  Ending JudgeLines(size_t open, size_t close, Ending ending, RejectKind* kind);
  size_t RowBegin(size_t position);
  bool WasCut(size_t row, size_t end) const;
  void NoteStrayQuote(size_t quote);

  MarkedText text_;
  const std::string_view bytes_;
  const size_t begin_;
  std::vector<BlockMasks>& masks_;
  Split& split_;
  const bool in_doubt_;  // the row before the bytes is not a row
  // The start of the last row that was looked up, and from where, so that a long row is not searched for each field.
  size_t row_begin_;
  size_t row_begin_known_to_;
  size_t stray_row_ = kNowhere;  // the last row with a stray quote
  bool stray_row_is_in_doubt_ = false;
};

// The fast path: a block at a time while every quote keeps the rules and no line ends inside quotes, as in nearly all
// blocks. Each quote there opens or closes, and a doubled one does both, so a prefix XOR over the quotes marks what is
// inside. Returns the position, outside quotes, from which Run must continue on the slow path.
size_t Splitter::PassUsualBlocks() {
  if (begin_ > 0) return begin_;
  size_t block = 0;
  size_t open = 0;               // where the last quoted field opened
  uint64_t inside_before = 0;    // all ones where the block starts inside a quoted field
  uint64_t field_may_start = 1;  // whether a quote may open at the block's first byte
  uint64_t quote_before = 0;     // whether the byte before the block is a quote
  // The bytes after a quote decide about it, so the last block is left out, and so is a partial one.
  for (; (block + 2) * kBlockBytes <= bytes_.size(); ++block) {
    BlockMasks& here = masks_[block];
    const BlockMasks& next = masks_[block + 1];
    const uint64_t separators = here.delimiter | here.newline | here.quote;
    if ((here.quote | inside_before) != 0) {
      const uint64_t inside = PrefixXor(here.quote) ^ inside_before;
      const uint64_t crlf = here.carriage_return & (here.newline >> 1 | next.newline << 63);
      const uint64_t next_separators =
          next.delimiter | next.newline | next.quote | (next.carriage_return & next.newline >> 1);
      const uint64_t may_open = separators << 1 | field_may_start;
      const uint64_t may_close = (separators | crlf) >> 1 | next_separators << 63;
      const uint64_t errors = here.quote & ((inside & ~may_open) | (~inside & ~may_close));
      const uint64_t opens = here.quote & inside & ~(here.quote << 1 | quote_before);
      const size_t end = (block + 1) * kBlockBytes;
      const size_t last_open = opens == 0 ? open : end - 1 - static_cast<size_t>(std::countl_zero(opens));
      const bool may_be_long = inside >> 63 != 0 && end - last_open > kFieldBytesMax / 2;
      if ((errors | (inside & here.newline)) != 0 || may_be_long) break;
      here.inside = inside;
      open = last_open;
      inside_before = uint64_t{0} - (inside >> 63);
    }
    field_may_start = separators >> 63;
    quote_before = here.quote >> 63;
  }
  if ((inside_before | quote_before) == 0) return block * kBlockBytes;
  ClearInside(open, block);
  return open;
}

// Clears the bits from `begin` to the start of `end_block`.
void Splitter::ClearInside(size_t begin, size_t end_block) {
  size_t block = begin / kBlockBytes;
  if (block < end_block) masks_[block].inside &= ~(~uint64_t{0} << (begin % kBlockBytes));
  while (++block < end_block) masks_[block].inside = 0;
}

Splitter::Ending Splitter::FindEnding(size_t open, size_t* close, RejectKind* kind) {
  const size_t quote = text_.ClosingQuote(open);
  const size_t length = std::min(quote, bytes_.size()) - open - 1;
  if (length > kFieldBytesMax || (quote == kNowhere && text_.at_end())) {
    *kind = text_.LineEnd(open) - open > kFieldBytesMax ? RejectKind::kFieldTooLong : RejectKind::kUnclosedQuote;
    return Ending::kInvalidLine;
  }
  *close = quote;
  // The bytes after the quote decide, at most a CR and its LF.
  if (quote == kNowhere || (quote + 2 >= bytes_.size() && !text_.at_end())) return Ending::kUnknown;
  *kind = RejectKind::kTextAfterQuote;
  const Ending ending = text_.EndsField(quote + 1) ? Ending::kClosed : Ending::kInvalidLine;
  return text_.LineEnd(open) < quote ? JudgeLines(open, quote, ending, kind) : ending;
}

// The outcome of a quoted field that has a line end inside. If the lines that it would include are rows themselves, it
// is not a field. On all but the line on which it closes, quotes are doubled and so hide no delimiters.
Splitter::Ending Splitter::JudgeLines(size_t open, size_t close, Ending ending, RejectKind* kind) {
  const size_t before = text_.Separators(RowBegin(open), open);
  size_t line_end = text_.LineEnd(open);
  const size_t opening = before + text_.Separators(open, line_end);
  const auto no_field = [&] {
    if (ending == Ending::kClosed) *kind = RejectKind::kUnclosedQuote;
    return Ending::kInvalidLine;
  };
  split_.may_depend_on_layout = true;
  size_t line = line_end + 1;
  for (line_end = text_.LineEnd(line); line_end < close; line_end = text_.LineEnd(line)) {
    if (text_.IsRow(text_.Separators(line, line_end))) return no_field();
    line = line_end + 1;
  }
  const MarkedText::RestOfRow rest = text_.ToRowEnd(close + 1, close + kFieldBytesMax);
  // The quote that closes this field may instead open one of the next row.
  const MarkedText::RestOfRow next_row = text_.ToRowEnd(line, close + kFieldBytesMax);
  if (rest.is_unknown || next_row.is_unknown) return Ending::kUnknown;
  if (next_row.ends && !next_row.has_stray_quote && text_.IsRow(next_row.separators)) return no_field();
  const size_t closing = text_.Separators(line, close) + rest.separators;
  if (text_.IsRow(opening) && text_.IsAlmostRow(closing)) return no_field();
  if (text_.IsAlmostRow(opening) && rest.ends && text_.IsRow(closing)) return no_field();
  if (ending == Ending::kClosed) return ending;
  return rest.ends && text_.IsRow(before + rest.separators) ? Ending::kInvalidField : Ending::kInvalidLine;
}

// The start of the row of `position`, which is outside quotes.
size_t Splitter::RowBegin(size_t position) {
  const size_t begin = text_.LastRowEnd(row_begin_known_to_, position);
  if (begin != kNowhere) row_begin_ = begin;
  row_begin_known_to_ = position;
  return row_begin_;
}

// Whether the row from `row` to `end` was cut where a line ends in a quoted field: its last error is a quote that opens
// one and is not marked, as those of fields that are rejected whole are.
bool Splitter::WasCut(size_t row, size_t end) const {
  const auto after =
      std::lower_bound(split_.quote_errors.begin(), split_.quote_errors.end(), end,
                       [](const QuoteError& error, size_t position) { return error.position < position; });
  if (after == split_.quote_errors.begin()) return false;
  const QuoteError& last = *std::prev(after);
  const bool is_marked = (masks_[last.position / kBlockBytes].inside >> (last.position % kBlockBytes) & 1) != 0;
  return last.position >= row && last.kind == RejectKind::kUnclosedQuote && !is_marked;
}

// Whether a quote in a plain field rejects the row that starts at `row`: if the row before it, ignoring blank lines,
// was cut or is not a row, both may be parts of one.
bool Splitter::IsInDoubt(size_t row) const {
  while (row > begin_ && text_.knows_layout()) {
    const size_t end = row - 1;
    const size_t before = text_.LastRowEnd(begin_, end);
    row = before == kNowhere ? begin_ : before;
    if (end == row || (end == row + 1 && bytes_[row] == '\r')) continue;
    if (WasCut(row, end)) return true;
    // A row that was cut has no marked quotes, and one that is rejected as a whole has fewer by the rules.
    return !text_.IsRow(text_.Separators(row, end)) && !text_.IsRow(text_.SeparatorsByRules(row, end));
  }
  return in_doubt_;
}

void Splitter::NoteStrayQuote(size_t quote) {
  split_.may_depend_on_layout = true;
  const size_t row = RowBegin(quote);
  if (row != stray_row_) stray_row_is_in_doubt_ = IsInDoubt(row);
  stray_row_ = row;
  if (stray_row_is_in_doubt_) {
    split_.quote_errors.push_back({quote, RejectKind::kStrayQuote});
  } else {
    split_.stray_quotes.push_back(quote);
  }
}

void Splitter::Run() {
  size_t known = bytes_.size();  // the quotes before this position are resolved
  size_t quote = text_.Next(&BlockMasks::quote, PassUsualBlocks());
  while (quote != kNowhere) {
    if (!text_.StartsField(quote)) {
      NoteStrayQuote(quote);
      quote = text_.Next(&BlockMasks::quote, quote + 1);
      continue;
    }
    size_t close = kNowhere;
    RejectKind kind = RejectKind::kUnclosedQuote;
    const Ending ending = FindEnding(quote, &close, &kind);
    if (ending == Ending::kUnknown) {
      known = quote;
      break;
    }
    if (ending == Ending::kInvalidLine) {
      split_.quote_errors.push_back({quote, kind});
      split_.may_depend_on_layout = true;
      quote = text_.Next(&BlockMasks::quote, text_.LineEnd(quote));
      continue;
    }
    if (ending == Ending::kInvalidField) split_.quote_errors.push_back({quote, kind});
    text_.MarkInside(quote, close);
    quote = text_.Next(&BlockMasks::quote, close + 1);
  }
  const size_t rows_end = text_.LastRowEnd(0, known);
  split_.size = text_.at_end() ? bytes_.size() : rows_end == kNowhere ? 0 : rows_end;
  const auto is_after = [this](size_t position) { return position >= split_.size; };
  std::erase_if(split_.quote_errors, [&](const QuoteError& error) { return is_after(error.position); });
  std::erase_if(split_.stray_quotes, is_after);
}

}  // namespace

void SplitRows(std::string_view bytes, const SplitFrom& from, std::vector<BlockMasks>* masks, Split* split) {
  EARSHOT_CHECK(masks->size() * kBlockBytes >= bytes.size());
  split->quote_errors.clear();
  split->stray_quotes.clear();
  split->may_depend_on_layout = false;
  Splitter(bytes, from, masks, split).Run();
}

bool EndInDoubt(std::string_view rows, const SplitFrom& from, std::vector<BlockMasks>* masks, Split* split) {
  return Splitter(rows, from, masks, split).IsInDoubt(rows.size());
}

}  // namespace earshot
