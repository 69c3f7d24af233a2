// The splitter: finds the quoted fields of a text, and so where its rows end.
//
// This is the one place that knows the rules of quotes (docs/ingest.md):
//  - a quote opens a quoted field only at the start of a field; elsewhere in a plain field it is text;
//  - in a quoted field two quotes mean one, and one quote ends it; a delimiter or the line's end must follow;
//  - a quote that breaks these rules, whose field does not end within kFieldBytesMax, or whose field would include
//  lines
//    that are rows themselves, is a quote error: its row is cut at the end of the line on which the field opened, and
//    the next row starts after that line. So one lost quote costs one line, and rows are never joined;
//  - after a row with too few or too many fields, the next one is in doubt: it may be the rest of a field that was cut.
//    It is rejected if it has a quote in a plain field.
//
// Pure functions on the caller's memory; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "events/detect/layout.h"
#include "events/reject/reject.h"
#include "events/split/masks.h"

namespace earshot {

// A quote that breaks the rules: its row is rejected.
struct QuoteError {
  size_t position = 0;
  RejectKind kind = RejectKind::kUnclosedQuote;
};

struct Split {
  size_t size = 0;                       // of the whole rows; the last one's line end is the last byte
  std::vector<QuoteError> quote_errors;  // in order
  std::vector<size_t> stray_quotes;      // quotes inside plain fields, in order
  bool may_depend_on_layout = false;     // another layout may give another result
};

// Where splitting starts, and what is known of the text.
struct SplitFrom {
  size_t begin = 0;       // in the bytes, where a row starts
  bool in_doubt = false;  // the row before it is not a row
  bool at_end = false;    // the text ends with the bytes, and so does its last row
  char delimiter = ',';
  const Layout* layout = nullptr;  // null, or with 0 fields, if not known: then no line is known to be a row
};

// Splits `bytes`. `masks` are those of `bytes`, whose last block may have other bytes after them. Sets their `inside`.
// REQUIRES: a mask for each block of `bytes`.
void SplitRows(std::string_view bytes, const SplitFrom& from, std::vector<BlockMasks>* masks, Split* split);

// Whether the row after `rows`, which SplitRows has split and which end with a line end, is in doubt.
bool EndInDoubt(std::string_view rows, const SplitFrom& from, std::vector<BlockMasks>* masks, Split* split);

}  // namespace earshot
