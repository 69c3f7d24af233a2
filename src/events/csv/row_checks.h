// Checks of a CSV row as a whole, each of which rejects it in the context's log. One thread.
#pragma once

#include "events/csv/csv_row.h"
#include "events/decode_context.h"

namespace earshot {

// Rejects a row that has other fields than the file's rows.
void RejectFieldCount(const CsvRow& row, const DecodeContext& context);

// Whether the row has a NUL or is not UTF-8, and was rejected.
bool RejectInvalidText(const CsvRow& row, const DecodeContext& context);

// Whether the row has a field that exceeds kFieldBytesMax, and was rejected.
bool RejectLongField(const CsvRow& row, const DecodeContext& context);

}  // namespace earshot
