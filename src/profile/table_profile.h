// What a question's table would be on given plays, in Cassandra, before there is one: whether its keys are those of one
// play each, whether its answer follows from its key, and how large its partitions are.
//
// Reads the plays once, within the memory that it is given. Runs on the caller's thread; others read, encode and sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "load/table_load.h"
#include "profile/partition_sizes.h"
#include "profile/shared_keys.h"
#include "questions/table.h"
#include "rows/distinct_rows.h"

namespace earshot {

// Rows that Cassandra does not accept (TokenOrder::CheckRow); they are counted among the table's rows.
struct RefusedRows {
  uint64_t rows = 0;
  std::string why;  // of the first
};

struct TableProfile {
  const Table* table = nullptr;
  uint64_t plays = 0;
  uint64_t left_out = 0;                           // events that lack a value; not of `plays`
  DroppedCounts dropped;                           // of the plays, those that become no row of their own
  std::vector<ConflictExample> conflict_examples;  // the first few
  SharedKeys shared;                               // with measures: of the columns that have the last play's values
  PartitionSizes sizes;
  RefusedRows refused;
};

struct ProfileOptions {
  SortOptions sort;
  size_t nodes = 6;  // of the ring
};

// Of each table, in their order; the tables must outlive the profiles.
StatusOr<std::vector<TableProfile>> ProfileTables(const std::vector<Table>& tables, const SourceFiles& files,
                                                  const ProfileOptions& options);

}  // namespace earshot
