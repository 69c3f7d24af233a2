// One pass over a consolidated file: its plays read, decoded once, encoded for several tables, and collected to be
// sorted. Reading and encoding run on several threads; the rows of each table arrive in the file's order.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// More tables have blocks of rows on their way that take too much memory.
inline constexpr size_t kPassTablesMax = 40;

struct PlaysPass {
  std::string path;
  std::vector<const Table*> tables;   // whose rows are kept; at most kPassTablesMax
  std::vector<const Table*> checked;  // whose rows are tried: values of the right types, which the store can have
  const RowOrder* order = nullptr;
  size_t memory_bytes = 0;  // for the rows that are kept
  size_t threads = 1;
};

// What of it each table's sorter takes; rows with measures are sorted twice.
size_t SortMemoryOf(const PlaysPass& pass, bool has_measures);

// Whether the consolidated file has all columns that the tables' columns are made of; the error (plays_lack_column)
// names one that it lacks.
Status CheckColumns(const std::string& path, const std::vector<Table>& tables);

// The rows of each of `pass.tables`, ready to be sorted. An error names the file, the line and the column.
StatusOr<std::vector<std::unique_ptr<RowSorter>>> CollectRows(const PlaysPass& pass);

}  // namespace earshot
