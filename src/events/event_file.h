// What is known of an event file once its header has been read.
//
// Constant, and shared by the file's chunks on all threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/detect/dialect.h"
#include "events/detect/layout.h"
#include "events/event_columns.h"

namespace earshot {

struct EventFile {
  std::string path;
  Dialect dialect;
  std::vector<Detection> detections;
  std::string encoding;  // that the text was converted to UTF-8 from; empty: none
  EventColumns columns;
  std::vector<std::string> null_words;  // that mean a missing value, in any column
  Layout layout;                        // of CSV
  uint64_t line_offset = 0;             // how many lines precede the first chunk
  uint64_t blank_lines = 0;             // and how many of them are blank
};

}  // namespace earshot
