// A record of a dataset, decoded once and typed: what all tables' rows are put together from.
//
// Plain data, for one thread; the cells point into memory of their decoder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace earshot {

// Where a record was read: which of the files, in their order, and the line (from 1) at which it starts there. Of two
// records with one key the one with the later origin is the later one.
struct Origin {
  uint32_t file = 0;
  uint64_t line = 0;

  bool operator==(const Origin&) const = default;
  bool operator<(const Origin& other) const { return file != other.file ? file < other.file : line < other.line; }
};

struct Record {
  // The cell (cql/cells.h) of each of the dataset's columns; empty for those that nobody has asked for.
  std::vector<std::string_view> cells;
  Origin origin;
};

}  // namespace earshot
