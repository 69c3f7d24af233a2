// Writes a question's table as an SSTable of Apache Cassandra, version `nb` of its `big` format, which every version
// from 4.0 on reads: the files that a node takes with `nodetool import`. They need no server and no Java.
//
// Import looks neither at the order of rows nor at their types: so rows must come in the strict order of the store
// (cql/tables/token_order.h), which is checked, and the table must be as the question has it.
//
// One thread; the table must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/output_directory.h"
#include "base/status.h"
#include "cql/tables/sstable_rows.h"
#include "cql/token_ring.h"
#include "questions/table.h"
#include "stores/sstable/data_file.h"
#include "stores/sstable/index_file.h"
#include "stores/sstable/index_summary.h"
#include "stores/sstable/statistics.h"
#include "stores/table_writer.h"

namespace earshot {

class SSTableWriter {
 public:
  // The directory of that name gets the files; one that is there is replaced where it holds nothing but an SSTable of
  // before. It appears only with Finish, and until then the files are where no import takes them. `host_id` is of the
  // node that gets it, where that is known.
  static StatusOr<std::unique_ptr<SSTableWriter>> Create(const Table& table, const std::string& directory,
                                                         WriteTime time, const std::optional<HostId>& host_id = {});
  // An error where a directory of that name is there that Create does not replace.
  static Status CheckReplaceable(const std::string& directory);

  // The next row, as rows/row.h has it, with its sort key. An error where it is not after the one before it, or
  // Cassandra cannot have it (TokenOrder::CheckRow); nothing may be added then.
  Status Add(std::string_view sort_key, std::string_view row);

  // The files are whole, on the disk, and have their names. An error where there is no row: there is no SSTable of
  // none.
  Status Finish();

  uint64_t rows() const { return statistics_.rows; }

 private:
  SSTableWriter(const Table& table, std::unique_ptr<OutputDirectory> directory, WriteTime time);

  Status OpenFiles();
  std::string PathOf(std::string_view component) const;
  Status CheckOrder(std::string_view sort_key, std::string_view row) const;
  bool IsOfPartition(std::string_view row) const;
  void StartPartition(std::string_view row);
  Status EndPartition();
  Status WriteComponents();
  Status WriteComponent(std::string_view component, std::string_view contents) const;

  const Table& table_;
  const std::unique_ptr<OutputDirectory> directory_;
  std::unique_ptr<DataFile> data_;
  std::unique_ptr<IndexFile> index_;
  IndexSummary summary_;
  SSTableStatistics statistics_;
  PartitionEncoder encoder_;
  std::string last_sort_key_;
  // Of the partition: its cells, its key, where it begins, how many values it has, its first and last rows.
  std::string partition_cells_;
  std::string key_;
  uint64_t start_ = 0;
  uint64_t values_ = 0;
  std::string first_clustering_;
  std::string last_clustering_;
};

}  // namespace earshot
