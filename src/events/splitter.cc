#include "events/splitter.h"

#include <algorithm>
#include <bit>

#include "events/limits.h"

namespace earshot {
namespace {

constexpr size_t kNowhere = ~size_t{0};

// Bit i is set where an odd number of the bits up to i are.
uint64_t PrefixXor(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

class Splitter {
 public:
  Splitter(std::string_view bytes, bool after_fault, bool at_end, char delimiter, std::vector<BlockMasks>* masks,
           Split* split)
      : bytes_(bytes),
        at_end_(at_end),
        delimiter_(delimiter),
        masks_(*masks),
        split_(*split),
        line_behind_cut_(after_fault ? 0 : kNowhere) {}

  void Run();

 private:
  // What follows a quoted field's opening quote.
  enum class Ending { kClosed, kFaulty, kUnknown };  // unknown: it depends on bytes that are not here yet

  size_t PassUsualBlocks();
  void ClearInside(size_t begin, size_t end_block);
  size_t Next(uint64_t BlockMasks::*mask, size_t from) const;
  bool StartsField(size_t position) const;
  Ending FindEnding(size_t open, size_t* close, RejectKind* kind) const;
  bool LeavesLineBehindCut(size_t open, size_t close);
  bool EndsField(size_t position) const;
  void MarkInside(size_t begin, size_t end);
  size_t LastRowEnd(size_t limit) const;

  const std::string_view bytes_;
  const bool at_end_;
  const char delimiter_;
  std::vector<BlockMasks>& masks_;
  Split& split_;
  size_t line_behind_cut_;  // where the line behind the last cut starts, kNowhere once it is passed
};

// Goes through the blocks in which every quote keeps the rules, which are nearly all, a block at a time: there each
// quote opens or closes, and a doubled one does both. Returns the position outside quotes from which Run must go on
// with care.
size_t Splitter::PassUsualBlocks() {
  if (line_behind_cut_ != kNowhere) return 0;
  size_t block = 0;
  size_t open = 0;               // where the last quoted field opened
  uint64_t inside_before = 0;    // all ones where the block starts inside a quoted field
  uint64_t field_may_start = 1;  // whether a quote may open at the block's first byte
  uint64_t quote_before = 0;     // whether the byte before the block is a quote
  // What stands behind a quote decides about it, so the last block is left out, and so is one that is not whole.
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
      const uint64_t faults = here.quote & ((inside & ~may_open) | (~inside & ~may_close));
      const uint64_t opens = here.quote & inside & ~(here.quote << 1 | quote_before);
      const size_t end = (block + 1) * kBlockBytes;
      const size_t last_open = opens == 0 ? open : end - 1 - static_cast<size_t>(std::countl_zero(opens));
      const bool may_be_long = inside >> 63 != 0 && end - last_open > kFieldBytesMax / 2;
      if (faults != 0 || may_be_long) break;
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

// The first position from `from` on whose bit is set, kNowhere where there is none.
size_t Splitter::Next(uint64_t BlockMasks::*mask, size_t from) const {
  size_t block = from / kBlockBytes;
  if (from >= bytes_.size()) return kNowhere;
  uint64_t bits = masks_[block].*mask & (~uint64_t{0} << (from % kBlockBytes));
  while (bits == 0) {
    if (++block == masks_.size()) return kNowhere;
    bits = masks_[block].*mask;
  }
  const size_t position = block * kBlockBytes + static_cast<size_t>(std::countr_zero(bits));
  return position < bytes_.size() ? position : kNowhere;
}

// Only asked outside quoted fields, where every delimiter and LF ends a field.
bool Splitter::StartsField(size_t position) const {
  return position == 0 || bytes_[position - 1] == delimiter_ || bytes_[position - 1] == '\n';
}

// Whether a field may end before `position`, which is not behind the end of what is here.
bool Splitter::EndsField(size_t position) const {
  const std::string_view rest = bytes_.substr(position);
  return rest.empty() || rest[0] == delimiter_ || rest[0] == '\n' || rest.substr(0, 2) == "\r\n" || rest == "\r";
}

Splitter::Ending Splitter::FindEnding(size_t open, size_t* close, RejectKind* kind) const {
  size_t quote = Next(&BlockMasks::quote, open + 1);
  while (quote != kNowhere && quote + 1 < bytes_.size() && bytes_[quote + 1] == '"') {
    quote = Next(&BlockMasks::quote, quote + 2);
  }
  const size_t length = std::min(quote, bytes_.size()) - open - 1;
  if (length > kFieldBytesMax || (quote == kNowhere && at_end_)) {
    const size_t line_length = std::min(Next(&BlockMasks::newline, open), bytes_.size()) - open;
    *kind = line_length > kFieldBytesMax ? RejectKind::kFieldTooLong : RejectKind::kUnclosedQuote;
    return Ending::kFaulty;
  }
  *close = quote;
  // What is behind the quote decides, a CR and its LF at the most.
  if (quote == kNowhere || (quote + 2 >= bytes_.size() && !at_end_)) return Ending::kUnknown;
  *kind = RejectKind::kTextAfterQuote;
  return EndsField(quote + 1) ? Ending::kClosed : Ending::kFaulty;
}

// Whether the field from `open` to `close` starts on the line behind a cut and goes on behind its end.
bool Splitter::LeavesLineBehindCut(size_t open, size_t close) {
  if (line_behind_cut_ == kNowhere) return false;
  if (Next(&BlockMasks::newline, line_behind_cut_) < open) {
    line_behind_cut_ = kNowhere;
    return false;
  }
  return Next(&BlockMasks::newline, open) < close;
}

// Sets the bits [begin, end).
void Splitter::MarkInside(size_t begin, size_t end) {
  while (begin < end) {
    const size_t block_end = std::min(end, (begin / kBlockBytes + 1) * kBlockBytes);
    const uint64_t ones = ~uint64_t{0} >> (kBlockBytes - (block_end - begin));
    masks_[begin / kBlockBytes].inside |= ones << (begin % kBlockBytes);
    begin = block_end;
  }
}

// Behind the last LF before `limit` that ends a row, 0 where there is none.
size_t Splitter::LastRowEnd(size_t limit) const {
  size_t block = (limit + kBlockBytes - 1) / kBlockBytes;
  while (block-- > 0) {
    uint64_t bits = masks_[block].newline & ~masks_[block].inside;
    if (limit - block * kBlockBytes < kBlockBytes) bits &= ~(~uint64_t{0} << (limit % kBlockBytes));
    if (bits != 0) return (block + 1) * kBlockBytes - static_cast<size_t>(std::countl_zero(bits));
  }
  return 0;
}

void Splitter::Run() {
  size_t known = bytes_.size();  // how far the quotes are understood
  size_t quote = Next(&BlockMasks::quote, PassUsualBlocks());
  while (quote != kNowhere) {
    if (!StartsField(quote)) {
      split_.stray_quotes.push_back(quote);
      quote = Next(&BlockMasks::quote, quote + 1);
      continue;
    }
    size_t close = 0;
    RejectKind kind = RejectKind::kUnclosedQuote;
    Ending ending = FindEnding(quote, &close, &kind);
    if (LeavesLineBehindCut(quote, close)) {
      ending = Ending::kFaulty;
      kind = RejectKind::kUnclosedQuote;
    }
    if (ending == Ending::kUnknown) {
      known = quote;
      break;
    }
    if (ending == Ending::kClosed) {
      MarkInside(quote, close);
      quote = Next(&BlockMasks::quote, close + 1);
      continue;
    }
    split_.faults.push_back({quote, kind});
    const size_t line_end = Next(&BlockMasks::newline, quote);
    if (line_end == kNowhere) break;
    line_behind_cut_ = line_end + 1;
    quote = Next(&BlockMasks::quote, line_end);
  }
  split_.size = at_end_ ? bytes_.size() : LastRowEnd(known);
  const auto behind = [this](size_t position) { return position >= split_.size; };
  std::erase_if(split_.faults, [&](const QuoteFault& fault) { return behind(fault.position); });
  std::erase_if(split_.stray_quotes, behind);
  split_.ends_at_fault =
      !split_.faults.empty() && Next(&BlockMasks::newline, split_.faults.back().position) + 1 == split_.size;
}

}  // namespace

void SplitRows(std::string_view bytes, bool after_fault, bool at_end, char delimiter, std::vector<BlockMasks>* masks,
               Split* split) {
  split->faults.clear();
  split->stray_quotes.clear();
  Splitter(bytes, after_fault, at_end, delimiter, masks, split).Run();
}

}  // namespace earshot
