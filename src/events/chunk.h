// A chunk: some whole rows of one event file, as they stand in it, ready to be decoded on any thread.
//
// A chunk owns its bytes. It belongs to one thread at a time and is meant to be used again, for its memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/csv/masks.h"
#include "events/csv/splitter.h"
#include "events/detect/dialect.h"
#include "events/detect/layout.h"

namespace earshot {

// What is known of an event file once its header is read. Constant, and shared by the file's chunks.
struct EventFile {
  std::string path;
  Dialect dialect;
  std::vector<Recognised> recognised;
  std::string encoding;  // that the text was turned into UTF-8 from; empty: none
  EventColumns columns;
  std::vector<std::string> null_words;  // that mean nothing, in any column
  Layout layout;                        // of CSV
  uint64_t line_offset = 0;             // how many lines stand before the first chunk
  uint64_t blank_lines = 0;             // and how many of them are blank
};

struct Chunk {
  std::shared_ptr<const EventFile> file;
  std::string buffer;  // readable for kFieldSlackBytes behind `end`
  size_t begin = 0;    // the rows are buffer[begin, end)
  size_t end = 0;
  bool starts_file = false;       // the first chunk of its file; in CSV the header stands before `begin`
  bool lacks_line_end = false;    // the last chunk of its file, and the last row has no line end
  bool row_too_long = false;      // the chunk is the beginning of one row that is longer than a row may be
  uint64_t byte_offset = 0;       // of buffer[0] in the file's text
  std::vector<BlockMasks> masks;  // of buffer
  Split split;                    // of CSV

  std::string_view bytes() const { return std::string_view(buffer).substr(0, end); }
};

}  // namespace earshot
