// How large a table's partitions are, and on which nodes of a ring they are.
//
// One thread; memory does not depend on the number of partitions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cql/tables/sstable_bytes.h"
#include "profile/histogram.h"
#include "questions/table.h"
#include "rows/sorted_row.h"

namespace earshot {

struct PartitionSize {
  std::string name;  // "session_id=338"
  uint64_t rows = 0;
  uint64_t bytes = 0;         // as in cql/tables/sstable_bytes.h
  uint64_t header_bytes = 0;  // of those, what there is once, however many rows there are

  double bytes_a_row() const { return static_cast<double>(bytes - header_bytes) / static_cast<double>(rows); }
};

// Of all partitions; within 1 %, and exact below 256 and for the largest.
struct SizeSpread {
  uint64_t median = 0;
  uint64_t p99 = 0;
  uint64_t max = 0;
};

// What of a table has its token in a node's range, replicas not counted.
struct NodeShare {
  uint64_t partitions = 0;
  uint64_t rows = 0;
  uint64_t bytes = 0;
};

struct PartitionSizes {
  uint64_t partitions = 0;
  uint64_t rows = 0;
  uint64_t bytes = 0;
  SizeSpread rows_spread;
  SizeSpread bytes_spread;
  std::vector<PartitionSize> largest;  // by rows, then by bytes; the ten largest, largest first
  PartitionSize heaviest;              // by bytes
  double largest_percent_rows = 0;     // the share of all rows in the 1 % of the partitions that have most, 0 to 1
  std::vector<NodeShare> nodes;
};

class PartitionMeter {
 public:
  // The ring has `nodes` nodes, at least one, each with an equal range of tokens. The table must outlive it.
  PartitionMeter(const Table& table, size_t nodes);

  // Rows come in TokenOrder, each key once.
  void Add(const SortedRow& row);
  // REQUIRES: called once; nothing is added after it.
  PartitionSizes Finish();

 private:
  void Start(const SortedRow& row);
  void End();
  void KeepLarge(PartitionSize size);

  const Table& table_;
  const std::vector<int64_t> node_starts_;  // but for the first
  PartitionBytes bytes_;
  std::string partition_;  // the cells of its key; empty before the first
  size_t node_ = 0;
  uint64_t rows_ = 0;
  Histogram rows_histogram_;
  Histogram bytes_histogram_;
  PartitionSizes sizes_;  // `largest` is a heap with the least one in front until it is finished
};

}  // namespace earshot
