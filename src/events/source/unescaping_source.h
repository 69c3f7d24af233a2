// Converts CSV in which backslashes escape, as MySQL, Hive, Spark and Python's csv with an escapechar write it, to CSV
// in which quotes are doubled (docs/ingest.md). See byte_source.h for ownership and threads.
//
// A field that breaks the rules of quotes costs its line, as in the splitter: the line is written so that the splitter
// rejects it, as text after a quote.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "events/source/byte_source.h"

namespace earshot {

// How the CSV is written.
struct EscapedCsv {
  char delimiter = ',';
  bool unquoted = false;  // quotes are characters like any other
};

// Reads `source`, which starts at the start of a row.
std::unique_ptr<ByteSource> MakeUnescapingSource(std::unique_ptr<ByteSource> source, const EscapedCsv& csv);

// Converts the whole of `text` in the same way.
std::string Unescape(std::string_view text, const EscapedCsv& csv);

}  // namespace earshot
