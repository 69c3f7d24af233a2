// Where the columns of an event stand in a file's rows, as its header line says.
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

  size_t field_count = 0;  // of the header
  size_t named_count = 0;  // the same without empty names behind the last, which spreadsheets add
  size_t row_fields = 0;   // of the file's rows: as the header has, unless its first rows have others
  std::array<size_t, kEventColumnsMax> positions;  // of EventColumns::names in a row, or kMissing
  std::vector<std::string> names;  // of the header, for messages; those of renamed columns are the columns' own
  NamesSeen names_seen;

  // Whether a row may have so many fields. Spreadsheets leave empty columns behind the last out of some rows: those
  // may be missing altogether where they are at least two, as one could be any separator that is lost or too many.
  bool MayHaveFields(size_t count) const {
    if (count == row_fields) return true;
    return field_count > named_count + 1 && (count == field_count || count == named_count);
  }
};

// Reads the header's fields. A header that lacks a required column, or one of columns.with, or has one twice, is
// refused; `where`, a file and a line, is for the message.
StatusOr<Layout> LayoutOf(std::vector<std::string> header, const EventColumns& columns, const std::string& where);

}  // namespace earshot
