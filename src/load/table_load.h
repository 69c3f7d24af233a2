// The load of one table: the rows that it should hold are merged with those that it holds, and the difference is
// written.
//
// Functions that write on the caller's thread; what they are given must outlive the call.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/held_rows.h"
#include "load/verify.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "rows/sorted_rows.h"
#include "stores/store.h"

namespace earshot {

// A conflict as people read it: which key, and which play lost to which.
struct ConflictExample {
  std::string key;
  Origin kept_origin;
  Origin dropped_origin;
};

struct TableLoad {
  std::string table;
  uint64_t plays = 0;
  uint64_t left_out = 0;  // events that have no row, as they lack a value; not of `plays`
  uint64_t rows = 0;
  uint64_t same = 0;     // of `rows`: those that the table had
  uint64_t added = 0;    // that it lacked
  uint64_t changed = 0;  // that had other values
  uint64_t removed = 0;  // not of `rows`
  uint64_t extra = 0;    // not of `rows`, and not removed, as some table would lose too many
  std::string loss;      // what this table would lose (load/removals.h), where that is too much
  DroppedCounts dropped;
  std::vector<ConflictExample> conflict_examples;  // the first few
  Digest digest;                                   // of `rows`
  std::optional<TableVerification> verification;   // with LoadOptions::verify
};

struct TableTarget {
  Store& store;
  const Table& table;
  WriteTime time;
};

// A table, the rows that it should hold, and those that it holds.
struct TableWork {
  TableTarget target;
  const SortedRows& rows;
  Held held;
};

// Rows that the plays have no longer, in the ranges that they were found in. They are known without another merge as
// long as they take little memory.
struct FoundExtra {
  std::vector<std::vector<std::string>> ranges;
  bool all_are_kept = true;
};

struct WrittenRows {
  TableLoad load;
  FoundExtra extra;
  std::vector<KeyRange> touched;  // where rows were missing, differed or were extra; in order
  Digest held_digest;             // of the rows that the table held
};

// Writes what is missing or differs, and counts the rest. `on_conflict` is called for every conflict; may be empty.
StatusOr<WrittenRows> WriteRows(const TableWork& work,
                                const std::function<Status(const Table&, const Conflict&)>& on_conflict);

// Removes the extra rows, which are all in `extra`.
Status RemoveFound(const TableTarget& target, const FoundExtra& extra, TableLoad* load);

// Finds the extra rows once more, and removes them.
Status RemoveExtraRows(const TableWork& work, TableLoad* load);

}  // namespace earshot
