// Turns CSV in which backslashes escape, as MySQL, Hive, Spark and Python's csv with an escapechar write it, into CSV
// in which quotes are doubled (docs/ingest.md). See byte_source.h for ownership and threads.
//
// A field that breaks the rules of quotes costs its line, as it does in the splitter: the line is written so that the
// splitter rejects it, as text after a quote.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/detect/dialect.h"
#include "events/source/byte_source.h"

namespace earshot {

// Reads `source`, which starts where a row starts, with the dialect's delimiter, and its quotes as text if it has them
// so.
std::unique_ptr<ByteSource> MakeBackslashSource(std::unique_ptr<ByteSource> source, const Dialect& dialect);

// The whole of `text` in the same way.
std::string WithoutBackslashes(std::string_view text, const Dialect& dialect);

}  // namespace earshot
