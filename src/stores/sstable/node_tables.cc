#include "stores/sstable/node_tables.h"

#include <filesystem>
#include <utility>

#include "cql/ring.h"

namespace earshot {
namespace {

std::string NodeName(size_t node) { return fmt::format("n{}", node + 1); }

}  // namespace

std::string NodeDirectory(const std::string& directory, size_t node, const Table& table) {
  return (std::filesystem::path(directory) / NodeName(node) / table.name).lexically_normal().string();
}

StatusOr<std::unique_ptr<NodeTables>> NodeTables::Create(const Table& table, const TokenRing& ring,
                                                         const std::string& directory, WriteTime time) {
  std::unique_ptr<NodeTables> tables(new NodeTables(table, ring, directory));
  for (size_t node = 0; node < ring.nodes.size(); ++node) {
    ASSIGN_OR_RETURN(auto writer, SSTableWriter::Create(table, NodeDirectory(directory, node, table), time,
                                                        ring.nodes[node].host_id));
    tables->writers_.push_back(std::move(writer));
  }
  return tables;
}

Status NodeTables::Add(std::string_view sort_key, std::string_view row) {
  for (const size_t owner : ring_.RangeOf(TokenOf(sort_key)).owners) {
    RETURN_IF_ERROR(writers_[owner]->Add(sort_key, row));
  }
  ++rows_;
  return absl::OkStatus();
}

StatusOr<std::vector<NodeFiles>> NodeTables::Finish() {
  std::vector<NodeFiles> all;
  for (size_t node = 0; node < writers_.size(); ++node) {
    const std::unique_ptr<SSTableWriter> writer = std::move(writers_[node]);
    if (writer->rows() == 0) continue;
    RETURN_IF_ERROR(writer->Finish());
    all.push_back({.node = NodeName(node),
                   .host = ring_.nodes[node].address,
                   .directory = NodeDirectory(directory_, node, table_),
                   .rows = writer->rows()});
  }
  return all;
}

}  // namespace earshot
