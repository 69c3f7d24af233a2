// A text with its masks: what stands where, asked for single quotes and rows. The splitter asks where they do not keep
// the rules, or may not.
//
// It views bytes, masks and layout of its owner, and belongs to one thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "events/csv/masks.h"
#include "events/detect/layout.h"

namespace earshot {

class MarkedText {
 public:
  static constexpr size_t kNowhere = ~size_t{0};

  // What there is of a row from some position on.
  struct RestOfRow {
    size_t separators = 0;         // outside quotes
    bool ends = false;             // at a line end, or the end of the text
    bool has_stray_quote = false;  // one that does not keep the rules, and is taken for text
    bool is_unknown = false;       // it depends on bytes that are not here yet
  };

  // `layout` is null where the header has not been read. With `at_end` the text ends here.
  MarkedText(std::string_view bytes, bool at_end, char delimiter, const Layout* layout, std::vector<BlockMasks>* masks)
      : bytes_(bytes), at_end_(at_end), delimiter_(delimiter), layout_(layout), masks_(*masks) {}

  std::string_view bytes() const { return bytes_; }
  bool at_end() const { return at_end_; }
  std::vector<BlockMasks>& masks() { return masks_; }
  bool knows_layout() const { return layout_ != nullptr && layout_->row_fields > 0; }

  // The first position from `from` on whose bit is set, kNowhere where there is none.
  size_t Next(uint64_t BlockMasks::*mask, size_t from) const;
  // The end of the line that `from` is on: its LF, or the end of the text.
  size_t LineEnd(size_t from) const;
  // Behind the last LF in [from, to) that ends a row, kNowhere where there is none.
  size_t LastRowEnd(size_t from, size_t to) const;
  // Sets the bits [begin, end) of BlockMasks::inside.
  void MarkInside(size_t begin, size_t end);

  // Only asked outside quoted fields, where every delimiter and LF ends a field.
  bool StartsField(size_t position) const;
  // Whether a field may end before `position`, which is not behind the end of what is here.
  bool EndsField(size_t position) const;
  // The quote that closes the field that `open` opens, whatever follows it; kNowhere where it is not here.
  size_t ClosingQuote(size_t open) const;

  // How many delimiters that are not marked as inside stand in [from, to); not all, where they are more than a row has.
  size_t Separators(size_t from, size_t to) const;
  // Goes by the rules of quotes from `from`, in or before a field, to the row's end, which is looked for before `to`.
  RestOfRow ToRowEnd(size_t from, size_t to) const;
  // How many separators it finds on the way to `row_end`.
  size_t SeparatorsByRules(size_t from, size_t row_end) const { return ToRowEnd(from, row_end, false).separators; }
  // Whether a row may have so many separators; never, where the layout is not known.
  bool IsRow(size_t separators) const { return knows_layout() && layout_->MayHaveFields(separators + 1); }
  // Whether they are at most one fewer than a row has: more are such as stand in fields.
  bool IsAlmostRow(size_t separators) const { return knows_layout() && separators + 2 >= layout_->row_fields; }

 private:
  RestOfRow ToRowEnd(size_t from, size_t to, bool may_go_on) const;
  bool MayStillBeRow(size_t separators) const;

  const std::string_view bytes_;
  const bool at_end_;
  const char delimiter_;
  const Layout* const layout_;
  std::vector<BlockMasks>& masks_;
};

}  // namespace earshot
