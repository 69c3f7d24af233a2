// A text with its masks, which answers where single quotes, lines and rows are. The splitter's slow path: for quotes
// that break the rules, or may.
//
// A view of its owner's bytes, masks and layout. One thread.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "events/detect/layout.h"
#include "events/split/masks.h"

namespace earshot {

class MarkedText {
 public:
  static constexpr size_t kNowhere = ~size_t{0};

  // The rest of a row from some position on.
  struct RestOfRow {
    size_t separators = 0;         // outside quotes
    bool ends = false;             // at a line end, or the end of the text
    bool has_stray_quote = false;  // one that breaks the rules, and so is text
    bool is_unknown = false;       // it depends on bytes that have not been read yet
  };

  // `layout` is null before the header has been read. With `at_end` the file ends with the text.
  MarkedText(std::string_view bytes, bool at_end, char delimiter, const Layout* layout, std::vector<BlockMasks>* masks)
      : bytes_(bytes), at_end_(at_end), delimiter_(delimiter), layout_(layout), masks_(*masks) {}

  std::string_view bytes() const { return bytes_; }
  bool at_end() const { return at_end_; }
  std::vector<BlockMasks>& masks() { return masks_; }
  bool knows_layout() const { return layout_ != nullptr && layout_->row_fields > 0; }

  // The first position from `from` on whose bit is set, or kNowhere.
  size_t Next(uint64_t BlockMasks::*mask, size_t from) const;
  // The end of the line that `from` is on: its LF, or the end of the text.
  size_t LineEnd(size_t from) const;
  // The position after the last LF in [from, to) that ends a row, or kNowhere.
  size_t LastRowEnd(size_t from, size_t to) const;
  // Sets the bits [begin, end) of BlockMasks::inside.
  void MarkInside(size_t begin, size_t end);

  // For positions outside quoted fields only, where every delimiter and LF ends a field.
  bool StartsField(size_t position) const;
  // Whether a field may end before `position`, which is at most the end of the text.
  bool EndsField(size_t position) const;
  // The quote that closes the field that `open` opens, whatever follows it; kNowhere if it has not been read yet.
  size_t ClosingQuote(size_t open) const;

  // The number of delimiters in [from, to) that are not marked as inside. Stops counting when they exceed a row's.
  size_t Separators(size_t from, size_t to) const;
  // Applies the rules of quotes from `from`, in or before a field, to the row's end, which must be before `to`.
  RestOfRow ToRowEnd(size_t from, size_t to) const;
  // The number of separators found on the way to `row_end`.
  size_t SeparatorsByRules(size_t from, size_t row_end) const { return ToRowEnd(from, row_end, false).separators; }
  // Whether a row may have so many separators; false if the layout is not known.
  bool IsRow(size_t separators) const { return knows_layout() && layout_->MayHaveFields(separators + 1); }
  // Whether they are at most one fewer than a row has. More are possible: some are inside fields.
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
