// The positions of an event's columns in a CSV file's rows, from its header line.
//
// Plain data, constant once made; safe to share between threads.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/event.h"
#include "events/event_columns.h"

namespace earshot {

struct Layout {
  static constexpr size_t kMissing = ~size_t{0};

  size_t field_count = 0;                          // of the header
  size_t named_count = 0;                          // without the empty names after the last, which spreadsheets add
  size_t row_fields = 0;                           // of the file's rows: the header's, unless the first rows differ
  std::array<size_t, kEventColumnsMax> positions;  // of EventColumns::names in a row, or kMissing
  std::vector<std::string> names;  // of the header, for messages; those of renamed columns are the columns' own
  NamesSeen names_seen;

  // Whether a row may have `fields` fields. Spreadsheets leave the empty columns after the last out of some rows. They
  // may be missing if they are at least two: a single one could be any separator that is lost or added.
  bool MayHaveFields(size_t count) const {
    if (count == row_fields) return true;
    return field_count > named_count + 1 && (count == field_count || count == named_count);
  }
};

// Reads the header's fields. A header that lacks a required column, or one of columns.with, or has one twice, is
// refused; `where`, a file and a line, is for the message.
StatusOr<Layout> LayoutOf(std::vector<std::string> header, const EventColumns& columns, const std::string& where);

}  // namespace earshot
