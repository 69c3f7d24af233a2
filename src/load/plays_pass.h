// One pass over a consolidated file, or a file of events: its records read, decoded once, encoded for several tables,
// and collected to be sorted. Reading and encoding run on several threads; the rows of each table arrive in the file's
// order.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"
#include "questions/table.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// More tables have blocks of rows on their way that take too much memory.
inline constexpr size_t kPassTablesMax = 40;

struct PlaysPass {
  std::string path;
  const Dataset* of = &PlaysDataset();  // that the tables are of
  std::vector<const Table*> tables;     // whose rows are kept; at most kPassTablesMax
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

// The rows of each of `pass.tables`, ready to be sorted. An error names the file, the line and the column.
StatusOr<std::vector<std::unique_ptr<RowSorter>>> CollectRows(const PlaysPass& pass);

}  // namespace earshot
