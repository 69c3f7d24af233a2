// The columns to read from event files: an event's own, further ones that a run adds, and the names that files have for
// them.
//
// Plain data, constant once made; safe to share between threads.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/event.h"

namespace earshot {

inline constexpr size_t kRenamesMax = 64;

struct EventColumns {
  // A file's column `from` is read as this column.
  struct Rename {
    std::string from;
    size_t column = 0;
  };

  // A column is its position here: those of kEventColumns, then others.
  std::vector<std::string> names = {kEventColumns.begin(), kEventColumns.end()};
  std::vector<size_t> with;  // that a play has after the required ones, in this order
  std::vector<Rename> renames;

  // The column that a header field or key `name` is read as, or names.size().
  size_t Find(std::string_view name) const;
  // The position in `renames` of the name that a file has, or renames.size().
  size_t FindRename(std::string_view name) const;
};

// The names that files have for columns.
struct NamesSeen {
  std::bitset<kEventColumnsMax> own;  // columns under their own names
  std::bitset<kRenamesMax> renamed;   // by their position in EventColumns::renames

  void Add(const EventColumns& columns, std::string_view name);
  NamesSeen& operator|=(const NamesSeen& other);
};

// Makes the columns of --with NAME and --rename FROM=COLUMN. A column may be any of kEventColumns, or one of `with`.
StatusOr<EventColumns> MakeEventColumns(const std::vector<std::string>& with, const std::vector<std::string>& renames);

// An error if two of the names seen are of one column; `where` is the file.
Status CheckOneNameEach(const EventColumns& columns, const NamesSeen& seen, const std::string& where);

}  // namespace earshot
