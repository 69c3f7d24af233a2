// A range of values as a person writes it, of the first column by which an answer is ordered.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"
#include "cql/types.h"
#include "stores/table_reader.h"

namespace earshot {

// "2018-11-01..2018-11-14" has both its ends, of which one may be missing, and a date alone or at the end of timestamps
// means all of that day. A text has no such ends; "Love*" are all that begin so, and "Love\*" is the
// one that ends in a star. Anything else is one value. The error says
// what is wrong with `text`.
StatusOr<ColumnRange> ParseColumnRange(ColumnType type, std::string_view text);

// How it is written: "<timestamp>..<timestamp>", "<text>*".
std::string UsageOfRange(ColumnType type);

}  // namespace earshot
