// One row for each key, out of sorted rows that may hold a key several times: the last in source order stays.
//
// What is dropped is counted by what it means. Where a row is one play, the same key with the same values is
// a duplicate (the same play twice in the source), and with other values a conflict, which is reported to the caller.
// Where a row represents several plays (one_per), the others are merged into it, as the question asks. What is after
// the first rows of an answer, as many as its question limits it to, is dropped as well: those who read a part of the
// rows must read whole answers.
//
// Belongs to one thread; the table must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/held_row.h"
#include "rows/sorted_rows.h"

namespace earshot {

struct DroppedCounts {
  uint64_t duplicates = 0;
  uint64_t conflicts = 0;
  uint64_t merged = 0;
  uint64_t over_limit = 0;  // rows of an answer that has more than its limit

  uint64_t total() const { return duplicates + conflicts + merged + over_limit; }
  void Add(const DroppedCounts& other);
};

// A play that lost its place to a later one with the same key and other values.
struct Conflict {
  std::string_view kept_row;
  std::string_view dropped_row;
  Origin kept_origin;
  Origin dropped_origin;
};

// May be empty, where nobody wants to know.
using ConflictHandler = std::function<Status(const Conflict&)>;

// May be moved until its first row is asked for.
class DistinctRows {
 public:
  DistinctRows(const Table& table, std::unique_ptr<SortedCursor> rows, ConflictHandler on_conflict);

  // Moves on to the next key; false at the end. The views are valid until the next call.
  StatusOr<bool> Next(SortedRow* row);
  const DroppedCounts& counts() const { return counts_; }
  // Of the rows that were dropped; together with those that were returned they are all rows.
  const Digest& dropped_digest() const { return dropped_digest_; }

 private:
  StatusOr<bool> NextKey(SortedRow* row);
  Status CountDuplicate(const SortedRow& dropped, const SortedRow& kept);
  bool IsOverLimit(std::string_view row);

  const Table& table_;
  std::unique_ptr<SortedCursor> rows_;
  ConflictHandler on_conflict_;
  HeldRow held_[2];     // the row that is given, and the next one, in turn
  size_t current_ = 0;  // which of them is given
  bool has_next_ = false;
  bool started_ = false;
  DroppedCounts counts_;
  Digest dropped_digest_;
  // With a limit: the given values of the answer that the last row is of, and how many rows it has so far.
  std::string answer_;
  uint64_t answer_rows_ = 0;
};

}  // namespace earshot
