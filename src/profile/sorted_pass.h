// A consolidated file and, where tables are of events, a file of those, each read once, and the rows that their records
// have in several tables, each table's in Cassandra's order and within one memory budget.
//
// Runs on the caller's thread; others read, encode and sort. The tables must outlive it.
#pragma once

#include <functional>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "rows/sorted_rows.h"

namespace earshot {

class SortedPass {
 public:
  using Use = std::function<Status(const SortedRows& rows)>;

  // Tables are used in the order in which they were added.
  void Add(const Table& table, Use use);
  // Also rows that Cassandra does not accept are among them.
  Status Run(const SourceFiles& files, const SortOptions& options) const;

 private:
  std::vector<WantedTable> tables_;
  std::vector<Use> uses_;
};

}  // namespace earshot
