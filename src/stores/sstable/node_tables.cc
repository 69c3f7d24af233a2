#include "stores/sstable/node_tables.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "cql/ring.h"

namespace earshot {
namespace {

std::string NodeName(size_t node) { return fmt::format("n{}", node + 1); }

bool IsNodeName(std::string_view name) {
  return name.starts_with('n') && name.size() > 1 && name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// The directories of the tables that are there. An error where one has files of others.
StatusOr<std::vector<std::string>> FindNodeTables(const std::string& directory, const std::vector<Table>& tables) {
  std::vector<std::string> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!IsNodeName(entry->path().filename().string())) continue;
    for (const Table& table : tables) {
      found.push_back(entry->path() / table.name);
      RETURN_IF_ERROR(SSTableWriter::CheckReplaceable(found.back()));
    }
  }
  if (!error || error == std::errc::no_such_file_or_directory) return found;
  return ErrnoError(error.value(), "cannot read " + directory);
}

}  // namespace

std::string NodeDirectory(const std::string& directory, size_t node, const Table& table) {
  return (std::filesystem::path(directory) / NodeName(node) / table.name).lexically_normal().string();
}

Status CheckNodeTables(const std::string& directory, const std::vector<Table>& tables) {
  return FindNodeTables(directory, tables).status();
}

Status RemoveNodeTables(const std::string& directory, const std::vector<Table>& tables) {
  ASSIGN_OR_RETURN(const std::vector<std::string> found, FindNodeTables(directory, tables));
  for (const std::string& path : found) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error) return ErrnoError(error.value(), "cannot remove " + path);
  }
  return absl::OkStatus();
}

NodeTables::NodeTables(const Table& table, TokenRing ring, std::string directory, WriteTime time)
    : table_(table),
      ring_(std::move(ring)),
      directory_(std::move(directory)),
      time_(time),
      writers_(ring_.nodes.size()) {}

Status NodeTables::Add(std::string_view sort_key, std::string_view row) {
  for (const size_t owner : ring_.RangeOf(TokenOf(sort_key)).owners) RETURN_IF_ERROR(AddTo(owner, sort_key, row));
  ++rows_;
  return absl::OkStatus();
}

Status NodeTables::AddTo(size_t node, std::string_view sort_key, std::string_view row) {
  std::unique_ptr<SSTableWriter>& writer = writers_[node];
  if (writer == nullptr) {
    const std::string path = NodeDirectory(directory_, node, table_);
    ASSIGN_OR_RETURN(writer, SSTableWriter::Create(table_, path, time_, ring_.nodes[node].host_id));
  }
  return writer->Add(sort_key, row);
}

StatusOr<std::vector<NodeFiles>> NodeTables::Finish() {
  std::vector<NodeFiles> all;
  for (size_t node = 0; node < writers_.size(); ++node) {
    const std::unique_ptr<SSTableWriter> writer = std::move(writers_[node]);
    if (writer == nullptr) continue;
    RETURN_IF_ERROR(writer->Finish());
    all.push_back({.node = NodeName(node),
                   .host = ring_.nodes[node].address,
                   .directory = NodeDirectory(directory_, node, table_),
                   .rows = writer->rows()});
  }
  return all;
}

}  // namespace earshot
