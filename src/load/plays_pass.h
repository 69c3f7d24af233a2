// One pass over a consolidated file, or a file of events, and over the one that was loaded last: their records read,
// decoded once, encoded for several tables, and collected to be sorted. Reading and encoding run on several threads;
// the rows of each table arrive in the file's order.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/common_blocks.h"
#include "plays/dataset.h"
#include "questions/table.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// More tables have blocks of rows on their way that take too much memory.
inline constexpr size_t kPassTablesMax = 40;

struct PlaysPass {
  std::string path;
  std::string last_path;                // empty where no rows of the last file are wanted
  const Dataset* of = &PlaysDataset();  // that the tables are of
  std::vector<const Table*> tables;     // whose rows are kept; at most kPassTablesMax
  std::vector<bool> wants_last;         // of each of these: whether those of the last file are kept, too
  std::vector<const Table*> checked;    // whose rows are tried: values of the right types, which the store can have
  const RowOrder* order = nullptr;
  size_t memory_bytes = 0;  // for the rows that are kept
  size_t threads = 1;
};

// What of it each table's sorter takes; rows with measures are sorted twice.
size_t SortMemoryOf(const PlaysPass& pass, bool has_measures);

// Whether the file at `path`, which is of that dataset, has all columns that those of its tables are made of; the error
// (plays_lack_column) names one that a consolidated file lacks. A file of events has all of its columns.
Status CheckColumns(const std::string& path, const Dataset& dataset, const std::vector<Table>& tables);

// The rows of a table, ready to be sorted, of both files.
struct CollectedRows {
  // Of the rows that are of blocks of the files.
  RowTotals& Totals(BlockOf of) { return totals[static_cast<size_t>(of)]; }
  // Of all rows of one of the files: kNow or kLast.
  RowTotals TotalsOfFile(BlockOf file) const;

  std::unique_ptr<RowSorter> sorter;
  std::array<RowTotals, 3> totals;
};

// Those of each of `pass.tables`. An error names the file, the line and the column.
StatusOr<std::vector<CollectedRows>> CollectRows(const PlaysPass& pass);

}  // namespace earshot
