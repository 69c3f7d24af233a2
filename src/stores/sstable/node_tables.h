// A table as SSTables for the nodes of a cluster: each node's has the rows that it is a replica of.
//
// One thread; the table must outlive it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "cql/token_ring.h"
#include "questions/table.h"
#include "stores/sstable/import_command.h"
#include "stores/sstable/sstable_writer.h"

namespace earshot {

// Where a node's SSTable of a table is: "DIRECTORY/n1/song_at" of the first one. An import takes no directory whose
// last two names have other signs than letters, digits and underscores.
std::string NodeDirectory(const std::string& directory, size_t node, const Table& table);

// An error where there are files of others in the place of SSTables of the tables, for any node.
Status CheckNodeTables(const std::string& directory, const std::vector<Table>& tables);
// Removes the SSTables of the tables for all nodes, of this ring or of one before: what was not imported then would be
// rows of before when it is imported later. An error where there are files of others; then nothing is removed.
Status RemoveNodeTables(const std::string& directory, const std::vector<Table>& tables);

class NodeTables {
 public:
  // Nothing is written before the first row.
  NodeTables(const Table& table, TokenRing ring, std::string directory, WriteTime time);

  // The next row, as rows/row.h has it, with its sort key: see SSTableWriter::Add.
  Status Add(std::string_view sort_key, std::string_view row);

  // All are whole, on the disk, and have their names: those of nodes that have rows.
  StatusOr<std::vector<NodeFiles>> Finish();

  const TokenRing& ring() const { return ring_; }
  // All rows, each counted once.
  uint64_t rows() const { return rows_; }

 private:
  Status AddTo(size_t node, std::string_view sort_key, std::string_view row);

  const Table& table_;
  const TokenRing ring_;
  const std::string directory_;
  const WriteTime time_;
  std::vector<std::unique_ptr<SSTableWriter>> writers_;  // one for each node, once it has a row
  uint64_t rows_ = 0;
};

}  // namespace earshot
