// Opens an event file: decompressed, as UTF-8, unwrapped and unescaped, with its dialect detected. The caller owns the
// source; one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "events/detect/dialect.h"
#include "events/event_columns.h"
#include "events/source/byte_source.h"
#include "events/source/file_encodings.h"

namespace earshot {

// What is given for all files, instead of detected in each.
struct TextOptions {
  std::optional<Dialect> dialect;
  std::vector<FileEncoding> encodings;  // of a file without one: UTF-8, or UTF-16 if detected
  EventColumns columns;
  std::vector<std::string> null_words;  // that mean a missing value, in any column
};

struct EventText {
  std::unique_ptr<ByteSource> source;  // after a byte-order mark, a sep= line and blank lines
  uint64_t byte_offset = 0;            // the bytes of those in the text
  uint64_t line_offset = 0;            // and their lines
  uint64_t blank_lines = 0;            // of which blank
  Dialect dialect;
  std::string encoding;  // that it was converted to UTF-8 from; empty: none
  std::vector<Detection> detections;
};

// Opens the file at `path`, or standard input for "-". An empty file is an error.
StatusOr<EventText> OpenEventText(const std::string& path, const TextOptions& options);

}  // namespace earshot
