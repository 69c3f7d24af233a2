// Proves that a store's tables hold exactly the rows of a consolidated file: a merge of two sorted streams, source and
// store, row by row, in bounded memory.
//
// Runs on the caller's thread; others read the plays, one sorts ahead, and each range that is scanned side by side has
// one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/held_rows.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/sorted_rows.h"
#include "stores/store.h"

namespace earshot {

enum class DifferenceKind { kMissing, kExtra, kDiffers };

struct Difference {
  DifferenceKind kind;
  std::string key;
  // For rows that differ: "song: \"A\" in the file, \"B\" in the store".
  std::string detail;
};

struct TableVerification {
  std::string table;
  uint64_t plays = 0;
  Status failure;  // why the rows could not be compared, where the store's are damaged; nothing else counts then
  uint64_t source_rows = 0;
  uint64_t store_rows = 0;
  uint64_t missing = 0;  // in the file, not in the store
  uint64_t extra = 0;    // in the store, not in the file
  uint64_t differing = 0;
  // Of a sample: into how many parts of about as many rows the table was divided, and how many of them were verified.
  uint64_t parts = 0;
  uint64_t sampled_parts = 0;
  std::vector<Difference> examples;  // the first few of each kind
  Digest source_digest;
  Digest store_digest;

  bool Same() const { return failure.ok() && missing == 0 && extra == 0 && differing == 0; }
};

// Which rows are verified of a table that was loaded.
enum class VerifyScope { kNothing, kWritten, kAll };

// Verifies the rows in `ranges`, which are some of the table's, in order and without overlaps.
StatusOr<TableVerification> VerifyRanges(Store& store, const Table& table, const SortedRows& rows,
                                         const std::vector<KeyRange>& ranges, size_t threads = 0);

// Verifies one table, or what is known of it, against rows that are sorted already. `threads`: ranges compared side by
// side at most; 0 for as many as pay.
StatusOr<TableVerification> VerifyTable(Store& store, const Table& table, const SortedRows& rows, size_t threads = 0,
                                        const Held& held = {});

// With a `share` below 1 a random sample of each table is verified: parts of it that are chosen anew each time, in
// which missing, extra and differing rows are found as in the whole. A table that is of a question before or after a
// change is an error (NotOfQuestion).
StatusOr<std::vector<TableVerification>> Verify(Store& store, const std::vector<Table>& questions,
                                                const SourceFiles& files, const SortOptions& options, double share = 1);

}  // namespace earshot
