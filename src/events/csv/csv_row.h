// A row of a chunk of CSV, and its fields. Views the chunk's buffer and its RowIndex; pure functions, safe on any
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/detect/layout.h"
#include "events/event.h"
#include "events/reject/row_log.h"

namespace earshot {

// Field i is between field_ends[i] + 1 and field_ends[i + 1], as in RowIndex; the last one ends at span.end.
struct CsvRow {
  const char* buffer;  // of the chunk
  RowSpan span;
  size_t next;  // where the next row starts
  const uint32_t* field_ends;
  size_t field_count;

  std::string_view text() const { return {buffer + span.begin, span.end - span.begin}; }

  // An output argument, since a returned value would be stored once more, and read again before that store is done.
  void FindField(size_t position, EventField* field) const {
    const size_t begin = field_ends[position] + 1u;
    const size_t end = position + 1 == field_count ? span.end : field_ends[position + 1];
    const char* const start = buffer + begin;
    // The splitter guarantees that a quoted field ends with its quote. An empty field's first byte is its end.
    const bool quoted = *start == '"';
    field->text = std::string_view(start + (quoted ? 1 : 0), end - begin - (quoted ? 2 : 0));
    field->quoted = quoted;
  }
};

// Whether the row has as many fields as the file's rows have. If that differs from the header, the fields after the
// last named column must be empty.
bool HasFieldsOf(const Layout& layout, const CsvRow& row);

// The name of the column that `position` of the chunk is in; empty if the header has none.
std::string ColumnAt(size_t position, const CsvRow& row, const Layout& layout);

}  // namespace earshot
