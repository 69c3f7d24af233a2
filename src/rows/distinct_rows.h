// One row for each key, out of sorted rows that may hold a key several times: the last in source order stays.
//
// What is left out is counted by what it means. Where a row stands for one play, the same key with the same values is
// a repeat (the same play twice in the source), and with other values a conflict, of which the caller is told. Where a
// row stands for several plays (one_per), those that it swallows are folded, as the question asks.
//
// Belongs to one thread; the table must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "rows/sorted_rows.h"

namespace earshot {

struct DuplicateCounts {
  uint64_t repeated = 0;
  uint64_t conflicts = 0;
  uint64_t folded = 0;

  void Add(const DuplicateCounts& other);
};

// A play that lost its place to a later one with the same key and other values.
struct Conflict {
  std::string_view kept_row;
  std::string_view dropped_row;
  uint64_t kept_line = 0;
  uint64_t dropped_line = 0;
};

using ConflictHandler = std::function<Status(const Conflict&)>;

class DistinctRows {
 public:
  DistinctRows(const Table& table, std::unique_ptr<SortedCursor> rows, ConflictHandler on_conflict);

  // Moves on to the next key; false at the end. The views are valid until the next call.
  StatusOr<bool> Next(SortedRow* row);
  const DuplicateCounts& counts() const { return counts_; }

 private:
  // A row that is kept longer than its cursor keeps it.
  struct OwnedRow {
    std::string sort_key;
    std::string row;
    uint64_t line = 0;

    void Assign(const SortedRow& from);
    SortedRow View() const { return {sort_key, row, line}; }
  };

  Status CountDuplicate(const SortedRow& kept);

  const Table& table_;
  std::unique_ptr<SortedCursor> rows_;
  ConflictHandler on_conflict_;
  OwnedRow current_;
  OwnedRow next_;
  bool has_next_ = false;
  bool started_ = false;
  DuplicateCounts counts_;
};

}  // namespace earshot
