#include "events/split/marked_text.h"

#include <algorithm>
#include <bit>

namespace earshot {

size_t MarkedText::Next(uint64_t BlockMasks::*mask, size_t from) const {
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

size_t MarkedText::LineEnd(size_t from) const { return std::min(Next(&BlockMasks::newline, from), bytes_.size()); }

size_t MarkedText::LastRowEnd(size_t from, size_t to) const {
  size_t block = (to + kBlockBytes - 1) / kBlockBytes;
  while (block-- > from / kBlockBytes) {
    const size_t begin = block * kBlockBytes;
    uint64_t bits = masks_[block].newline & ~masks_[block].inside;
    if (to - begin < kBlockBytes) bits &= ~(~uint64_t{0} << (to - begin));
    if (from > begin) bits &= ~uint64_t{0} << (from - begin);
    if (bits != 0) return begin + kBlockBytes - static_cast<size_t>(std::countl_zero(bits));
  }
  return kNowhere;
}

void MarkedText::MarkInside(size_t begin, size_t end) {
  while (begin < end) {
    const size_t block_end = std::min(end, (begin / kBlockBytes + 1) * kBlockBytes);
    const uint64_t ones = ~uint64_t{0} >> (kBlockBytes - (block_end - begin));
    masks_[begin / kBlockBytes].inside |= ones << (begin % kBlockBytes);
    begin = block_end;
  }
}

bool MarkedText::StartsField(size_t position) const {
  return position == 0 || bytes_[position - 1] == delimiter_ || bytes_[position - 1] == '\n';
}

bool MarkedText::EndsField(size_t position) const {
  const std::string_view rest = bytes_.substr(position);
  return rest.empty() || rest[0] == delimiter_ || rest[0] == '\n' || rest.substr(0, 2) == "\r\n" || rest == "\r";
}

size_t MarkedText::ClosingQuote(size_t open) const {
  size_t quote = Next(&BlockMasks::quote, open + 1);
  while (quote != kNowhere && quote + 1 < bytes_.size() && bytes_[quote + 1] == '"') {
    quote = Next(&BlockMasks::quote, quote + 2);
  }
  return quote;
}

// Bounds the work on each row: rows of nothing but quotes and delimiters may be long.
bool MarkedText::MayStillBeRow(size_t separators) const {
  return knows_layout() && separators < std::max(layout_->field_count, layout_->row_fields);
}

size_t MarkedText::Separators(size_t from, size_t to) const {
  size_t count = 0;
  while (from < to && MayStillBeRow(count)) {
    const BlockMasks& masks = masks_[from / kBlockBytes];
    const size_t block_end = std::min(to, (from / kBlockBytes + 1) * kBlockBytes);
    const uint64_t bits = (~uint64_t{0} >> (kBlockBytes - (block_end - from))) << (from % kBlockBytes);
    count += static_cast<size_t>(std::popcount(masks.delimiter & ~masks.inside & bits));
    from = block_end;
  }
  return count;
}

MarkedText::RestOfRow MarkedText::ToRowEnd(size_t from, size_t to) const {
  // Up to two bytes after a quote decide whether it ends a field.
  const bool may_go_on = !at_end_ && to + 2 > bytes_.size();
  return ToRowEnd(from, std::min(to, bytes_.size()), may_go_on);
}

MarkedText::RestOfRow MarkedText::ToRowEnd(size_t from, size_t to, bool may_go_on) const {
  RestOfRow rest;
  for (; from < to && MayStillBeRow(rest.separators); ++from) {
    const char c = bytes_[from];
    if (c == '\n') {
      rest.ends = true;
      return rest;
    }
    if (c == delimiter_) ++rest.separators;
    if (c != '"') continue;
    const size_t close = StartsField(from) ? ClosingQuote(from) : kNowhere;
    if (close < to && EndsField(close + 1) && (!may_go_on || close + 2 < to)) {
      from = close;
    } else if (may_go_on && StartsField(from) && (close == kNowhere || close + 2 >= to)) {
      rest.is_unknown = true;
      return rest;
    } else {
      rest.has_stray_quote = true;
    }
  }
  rest.ends = from == to && to == bytes_.size() && at_end_;
  rest.is_unknown = from == to && may_go_on;
  return rest;
}

}  // namespace earshot
