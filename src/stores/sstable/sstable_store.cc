#include "stores/sstable/sstable_store.h"

#include <chrono>
#include <functional>

#include "cql/cells.h"
#include "stores/batch_rows.h"
#include "stores/load_mark.h"
#include "stores/sstable/node_tables.h"
#include "stores/sstable/server_batches.h"
#include "stores/synchronous_writer.h"

namespace earshot {
namespace {

constexpr size_t kBatchRowsMax = 1024;
constexpr size_t kBatchBytesMax = size_t{256} << 10;

// The rows of a table's batches, into files. `take` gets these once they are whole.
class FileWriter : public SynchronousWriter {
 public:
  using OpenTables = std::function<StatusOr<std::unique_ptr<NodeTables>>()>;
  using TakeFiles = std::function<Status(std::vector<NodeFiles>)>;

  FileWriter(const Table& table, const RowOrder& order, OpenTables open, TakeFiles take)
      : table_(table), order_(order), open_(std::move(open)), take_(std::move(take)) {}

  WriteLimits limits() const override { return {.batch_rows_max = kBatchRowsMax, .batch_bytes_max = kBatchBytesMax}; }

  Status Append(const RowBatch& batch) override {
    if (tables_ == nullptr) {
      ASSIGN_OR_RETURN(tables_, open_());
    }
    return ForEachRow(batch, [&](std::string_view row) {
      sort_key_.clear();
      order_.AppendSortKey(table_, row, &sort_key_);
      return tables_->Add(sort_key_, row);
    });
  }

  Status Commit() override {
    if (tables_ == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::vector<NodeFiles> files, tables_->Finish());
    tables_ = nullptr;
    return take_(std::move(files));
  }

 private:
  const Table& table_;
  const RowOrder& order_;
  const OpenTables open_;
  const TakeFiles take_;
  std::unique_ptr<NodeTables> tables_;  // once there is a row
  std::string sort_key_;                // scratch
};

// Of a row that replaces another, a value that may have to be removed.
bool HasNulls(const RowBatch& batch) {
  for (CellReader cells(batch.cells); !cells.AtEnd(); cells.Next()) {
    if (IsNullCell(cells.rest()) && !IsUnsetCell(cells.rest())) return true;
  }
  return false;
}

// Sends each batch to where it belongs.
class SplitWriter : public TableWriter {
 public:
  using OpenServers = std::function<StatusOr<std::unique_ptr<TableWriter>>()>;

  SplitWriter(const Table& table, const RowOrder& order, std::unique_ptr<TableWriter> files, OpenServers open)
      : table_(table), order_(order), files_(std::move(files)), open_(std::move(open)) {}

  WriteLimits limits() const override { return files_->limits(); }

  uint64_t ReplicaSet(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    const bool may_lack_values = table_.question.of->may_lack_values;
    return batch.removes || (may_lack_values && HasNulls(batch)) ? WriteToServers(batch) : files_->Submit(batch);
  }

  StatusOr<std::vector<Completion>> Wait() override {
    return completed_.empty() ? files_->Wait() : std::exchange(completed_, {});
  }

  Status Finish() override {
    if (servers_ != nullptr) RETURN_IF_ERROR(servers_->Finish());
    return files_->Finish();
  }

 private:
  Status WriteToServers(const RowBatch& batch) {
    if (servers_ == nullptr) {
      ASSIGN_OR_RETURN(std::unique_ptr<TableWriter> writer, open_());
      servers_ = std::make_unique<ServerBatches>(table_, order_, std::move(writer));
    }
    const auto start = std::chrono::steady_clock::now();
    Completion completion = {batch.id, {}, {}};
    RETURN_IF_ERROR(servers_->Write(batch, &completion.status));
    const auto latency = std::chrono::steady_clock::now() - start;
    completion.latency = std::chrono::duration_cast<std::chrono::microseconds>(latency);
    completed_.push_back(std::move(completion));
    return absl::OkStatus();
  }

  const Table& table_;
  const RowOrder& order_;
  const std::unique_ptr<TableWriter> files_;
  const OpenServers open_;
  std::unique_ptr<ServerBatches> servers_;  // once there is something for them
  std::vector<Completion> completed_;
};

class LaterChanges : public Changes {
 public:
  bool appear_at_once() const override { return false; }
  bool appear_later() const override { return true; }
  Status Commit() override { return absl::OkStatus(); }
};

}  // namespace

Status SSTableStore::Create(const Table& table) {
  RETURN_IF_ERROR(cluster_->Create(table));
  if (table.name == LoadMarksTable().name) return absl::OkStatus();
  ASSIGN_OR_RETURN(const TokenRing ring, cluster_->ReadRing(table));
  if (!import_text_.empty()) RETURN_IF_ERROR(ImportCommand::Parse(import_text_, ring.nodes.size()).status());
  for (size_t node = 0; node < ring.nodes.size(); ++node) {
    RETURN_IF_ERROR(SSTableWriter::CheckReplaceable(NodeDirectory(directory_, node, table)));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<TableWriter>> SSTableStore::Write(const Table& table, WriteTime time) {
  if (table.name == LoadMarksTable().name) return cluster_->Write(table, time);
  ASSIGN_OR_RETURN(TokenRing ring, cluster_->ReadRing(table));
  const auto open_tables = [this, &table, time, ring = std::move(ring)] {
    return NodeTables::Create(table, ring, directory_, time);
  };
  const auto take = [this, &table](std::vector<NodeFiles> files) { return Take(table, std::move(files)); };
  auto files = WriteInBackground(std::make_unique<FileWriter>(table, Order(), open_tables, take));
  const auto open_servers = [this, &table, time] { return cluster_->Write(table, time); };
  return std::make_unique<SplitWriter>(table, Order(), std::move(files), open_servers);
}

StatusOr<std::unique_ptr<Changes>> SSTableStore::Begin() {
  if (!import_text_.empty()) return cluster_->Begin();
  return std::make_unique<LaterChanges>();
}

std::vector<KeyRange> SSTableStore::WriteRanges(size_t /*count*/) const { return {KeyRange{}}; }

Status SSTableStore::Take(const Table& table, std::vector<NodeFiles> files) {
  if (import_text_.empty()) {
    to_import_.push_back({table.name, std::move(files)});
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const ImportCommand command, ImportCommand::Parse(import_text_, files.size()));
  return command.Run(files, cluster_->Keyspace(), table.name);
}

}  // namespace earshot
