// Makes a store's tables hold exactly the rows of a consolidated file: merges what they should hold with what they
// hold, and writes the difference.
//
// Loading is idempotent: a second load of the same file writes nothing. It stops at the first error that trying
// again cannot repair, and says which table and key it was. Writes on the caller's thread; others read the plays, and
// one sorts ahead.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/row_limit.h"
#include "base/status.h"
#include "load/sorted_source.h"
#include "load/verify.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "stores/store.h"

namespace earshot {

struct LoadOptions {
  SortOptions sort;
  // Verify each table right after it is loaded, against the same sorted rows: what `Verify` does, without reading and
  // sorting the file once more.
  bool verify = false;
  // Where any table would lose more of its rows, none loses any.
  RowLimit removals_max;
  // Called for every conflict, on the caller's thread; may be empty.
  std::function<Status(const Table&, const Conflict&)> on_conflict;
};

// A conflict as people read it: which key, and which play lost to which.
struct ConflictExample {
  std::string key;
  Origin kept_origin;
  Origin dropped_origin;
};

struct TableLoad {
  std::string table;
  uint64_t plays = 0;
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

// Creates the tables where they do not exist. Before that and at the end the load is marked in the store
// (stores/load_mark.h).
StatusOr<std::vector<TableLoad>> Load(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                                      const LoadOptions& options);

}  // namespace earshot
