// Removes the quotes around whole lines. A spreadsheet that reads a CSV file as a single column writes each line in one
// more pair of quotes, with the quotes inside doubled. See byte_source.h for ownership and threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/source/byte_source.h"

namespace earshot {

// `line` (without its end) without the quotes around it; unchanged if it has none, or has a quote inside that is not
// doubled.
std::string UnwrapLine(std::string_view line);

// Reads `source` with each line unwrapped.
std::unique_ptr<ByteSource> MakeUnwrappingSource(std::unique_ptr<ByteSource> source);

}  // namespace earshot
