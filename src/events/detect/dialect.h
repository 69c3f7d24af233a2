// How an event file is written: detected from the beginning of its text, or given.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/event_columns.h"

namespace earshot {

enum class EventFormat { kCsv, kJson };

struct Dialect {
  EventFormat format = EventFormat::kCsv;
  char delimiter = ',';
  bool wrapped = false;        // each line is in one more pair of quotes
  bool backslash = false;      // backslashes escape quotes, delimiters and line ends
  bool unquoted = false;       // and quotes are text everywhere
  size_t preamble_bytes = 0;   // of a `sep=` line before the header
  bool decimal_comma = false;  // 495,3073
};

// Something that differs from a plain CSV file, and what shows it.
struct Detection {
  std::string what;      // "semicolons between the fields"
  std::string evidence;  // "the first line names 11 columns with them, and 1 with commas"
};

struct DetectedDialect {
  Dialect dialect;
  std::vector<Detection> detections;
};

// Detects the dialect of a text from its beginning, which holds the whole first line or is long: the one with which
// the header names the most of `columns`.
DetectedDialect DetectDialect(std::string_view beginning, const EventColumns& columns = {});

// The dialect that --dialect names: json, or comma, semicolon, tab or pipe, with +wrapped, +backslash, +unquoted and
// +decimal-comma after it where they apply. A `sep=` line is still skipped.
StatusOr<Dialect> ParseDialect(const std::string& text);

// The dialect's name, as ParseDialect reads it.
std::string NameOf(const Dialect& dialect);

struct BlankLines {
  size_t count = 0;
  size_t bytes = 0;
};

// The blank lines that `text` starts with, including those of only blanks and delimiters.
BlankLines LeadingBlankLines(std::string_view text);

// The size of a line `sep=;` at the start of the text, 0 if there is none; sets the delimiter that it names.
size_t SepLineBytes(std::string_view beginning, char* delimiter);

}  // namespace earshot
