// What a question's table would be on given plays, in Cassandra, before there is one: whether its keys are those of one
// play each, whether its answer follows from its key, and how large its partitions are.
//
// Runs on the caller's thread; others read, encode and sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/table_load.h"
#include "profile/partition_sizes.h"
#include "profile/shared_keys.h"
#include "profile/sorted_pass.h"
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

inline constexpr size_t kProfileNodes = 6;  // of the ring

// Has the profile of `table` made in `pass`, whose end `profile` must outlive, as must the table.
void AddProfile(const Table& table, size_t nodes, SortedPass* pass, TableProfile* profile);

}  // namespace earshot
