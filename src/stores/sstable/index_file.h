// Index.db: where in Data.db each partition begins and, of one of many rows, where its blocks of rows do, each with its
// first and last row. (In Cassandra's sources: BigTableWriter, BigFormatPartitionWriter, RowIndexEntry, IndexInfo.)
//
// One thread; the table must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/output_file.h"
#include "base/status.h"
#include "questions/table.h"

namespace earshot {

class IndexFile {
 public:
  // A block ends with the row that makes it as large; what Cassandra does unless it is configured otherwise.
  static constexpr uint64_t kBlockBytes = uint64_t{64} << 10;

  static StatusOr<std::unique_ptr<IndexFile>> Create(const Table& table, const std::string& path);

  // Adds the next row of the partition, which is from `start` to `end` in it. `clustering` are the cells of the
  // clustering columns.
  void AddRow(std::string_view clustering, uint64_t start, uint64_t end);
  // Ends the partition of that key. `position` is where it begins in Data.db, `header_bytes` what it begins with, and
  // `bytes` how many it has.
  Status EndPartition(std::string_view key, uint64_t position, uint64_t header_bytes, uint64_t bytes);

  // Where the next partition's entry will begin.
  uint64_t position() const { return written_bytes_ + pending_.size(); }
  // Puts the file on the disk. Nothing may be added afterwards.
  Status Finish();

 private:
  IndexFile(const Table& table, std::unique_ptr<OutputFile> file) : table_(table), file_(std::move(file)) {}

  void EndBlock(uint64_t end);
  void AppendBlocks(uint64_t header_bytes);
  Status WritePending();

  const Table& table_;
  const std::unique_ptr<OutputFile> file_;
  std::string pending_;
  uint64_t written_bytes_ = 0;
  // Of the partition.
  std::string blocks_;
  std::vector<uint32_t> block_offsets_;  // in `blocks_`
  // Of the block that has not ended, if there is one: where it begins, and its first and last rows.
  bool has_block_ = false;
  uint64_t block_start_ = 0;
  std::string first_clustering_;
  std::string last_clustering_;
};

}  // namespace earshot
