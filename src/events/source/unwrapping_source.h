// Takes lines out of quotes: what a spreadsheet makes of a CSV file that it takes for one column, where each line
// stands in one more pair of quotes and the quotes in it are doubled. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/source/byte_source.h"

namespace earshot {

// `line` (without its end) out of its quotes; nothing changes where it does not stand in quotes, or a quote in it
// stands alone.
std::string UnwrapLine(std::string_view line);

// Reads `source` with each line out of its quotes.
std::unique_ptr<ByteSource> MakeUnwrappingSource(std::unique_ptr<ByteSource> source);

}  // namespace earshot
