// The splitter: finds the quoted fields of a text, and so where its rows end.
//
// This is the one place that knows the rules of quotes (docs/ingest.md):
//  - a quote opens a quoted field only at the start of a field; elsewhere in a plain field it stands for itself;
//  - in a quoted field two quotes stand for one, and one quote ends it; a delimiter or the line's end must follow;
//  - where that does not hold, or the field does not end within kFieldBytesMax, the quote is at fault: the row is cut
//  at
//    the end of the line on which the faulty field opened, and the next row starts behind it. So one lost quote costs
//    one line, and never merges rows.
//
// Pure functions on the caller's memory; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "events/masks.h"
#include "events/reject.h"

namespace earshot {

// A quote that breaks the rules, at `position`: its row is rejected.
struct QuoteFault {
  size_t position = 0;
  RejectKind kind = RejectKind::kUnclosedQuote;
};

struct Split {
  size_t size = 0;                   // how many bytes are whole rows: the last row's line end is the last of them
  std::vector<QuoteFault> faults;    // in order
  std::vector<size_t> stray_quotes;  // quotes inside plain fields, in order
  bool ends_at_fault = false;        // the last of these rows was cut
};

// Splits `bytes`, which starts where a row starts; `after_fault` tells that the row before it was cut. `masks` are
// those of `bytes`, behind which the last block is filled up with other bytes; `inside` is set in them. With `at_end`,
// the text ends here, and so does its last row.
void SplitRows(std::string_view bytes, bool after_fault, bool at_end, char delimiter, std::vector<BlockMasks>* masks,
               Split* split);

}  // namespace earshot
