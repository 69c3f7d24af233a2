// A table's rows as Cassandra has them in Data.db of an SSTable of version `nb`, byte by byte, where all rows have one
// write time, that of the SSTable, and no time to live. A null is a cell that was never written. (In Cassandra's
// sources: SortedTablePartitionWriter, UnfilteredSerializer, Cell.Serializer, Columns.Serializer, ClusteringPrefix.)
//
// One thread; the table must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "questions/table.h"

namespace earshot {

// The marker of a partition that is not deleted, which Data.db and Index.db have of each.
inline constexpr std::string_view kNotDeleted("\x7f\xff\xff\xff\x80\0\0\0\0\0\0\0", 12);

// Where each regular column is in `columns` of the table, in the order of their names, as Cassandra numbers them.
std::vector<size_t> RegularByName(const Table& table);

// Appends the values of the clustering columns, of which `cells` begins with the cells.
void AppendClustering(const Table& table, std::string_view cells, std::string* out);

class PartitionEncoder {
 public:
  explicit PartitionEncoder(const Table& table);

  // Appends what a partition begins with. `key` is its key as the server hashes it (AppendPartitionKey).
  void Start(std::string_view key, std::string* out);
  // Appends the next row of the partition, in the table's order. `cells` are those after the partition key's.
  void Add(std::string_view cells, std::string* out);
  void End(std::string* out);

  // Of the partition's beginning.
  uint64_t header_bytes() const { return header_bytes_; }
  // How many regular columns the last row has a value in.
  size_t row_values() const { return row_values_; }

 private:
  void AppendBody();
  void AppendAbsent();
  void AppendValues();

  const Table& table_;
  const std::vector<size_t> by_name_;
  uint64_t header_bytes_ = 0;
  uint64_t previous_bytes_ = 0;  // of the row before, or of the header: each row says how far back that is
  size_t row_values_ = 0;
  std::vector<std::string_view> values_;  // scratch: of the row's columns; null views where it lacks one
  std::string body_;                      // scratch
};

}  // namespace earshot
