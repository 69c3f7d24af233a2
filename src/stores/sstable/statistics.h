// Statistics.db: what Cassandra knows of an SSTable without reading it, the types of its columns among it. (In
// Cassandra's sources: MetadataSerializer, ValidationMetadata, CompactionMetadata, StatsMetadata, SerializationHeader.)
//
// Plain data, and a pure function; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cql/token_ring.h"
#include "questions/table.h"
#include "stores/sstable/bucket_counts.h"
#include "stores/sstable/clustering_bounds.h"
#include "stores/sstable/key_sketch.h"

namespace earshot {

struct SSTableStatistics {
  SSTableStatistics(const Table& table_of_rows, int64_t timestamp)
      : table(table_of_rows), timestamp_us(timestamp), clusterings(table_of_rows) {}

  const Table& table;
  int64_t timestamp_us;  // of each row
  uint64_t rows = 0;
  uint64_t values = 0;                // of all rows
  BucketCounts partition_bytes{155};  // up to 3.5 TB
  BucketCounts partition_values{118};
  ClusteringBounds clusterings;
  KeySketch keys;
  double compression_ratio = 0;
  // The node that has it. At its start, a node says which of its SSTables are of no host or of another.
  std::optional<HostId> host_id;
};

// The contents of the file.
std::string Serialized(const SSTableStatistics& statistics);

}  // namespace earshot
