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

// The rows of a table's batches, into files. `take` gets these once they are whole, and the ring that they are cut by.
class FileWriter : public SynchronousWriter {
 public:
  using TakeFiles = std::function<Status(const TokenRing&, std::vector<NodeFiles>)>;

  FileWriter(const Table& table, const RowOrder& order, NodeTables tables, TakeFiles take)
      : table_(table), order_(order), tables_(std::move(tables)), take_(std::move(take)) {}

  WriteLimits limits() const override { return {.batch_rows_max = kBatchRowsMax, .batch_bytes_max = kBatchBytesMax}; }

  Status Append(const RowBatch& batch) override {
    return ForEachRow(batch, [&](std::string_view row) {
      sort_key_.clear();
      order_.AppendSortKey(table_, row, &sort_key_);
      return tables_.Add(sort_key_, row);
    });
  }

  Status Commit() override {
    if (tables_.rows() == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::vector<NodeFiles> files, tables_.Finish());
    return take_(tables_.ring(), std::move(files));
  }

 private:
  const Table& table_;
  const RowOrder& order_;
  NodeTables tables_;
  const TakeFiles take_;
  std::string sort_key_;  // scratch
};

// Of a row that replaces another, a value that may have to be removed.
bool HasNulls(std::string_view row) {
  for (CellReader cells(row); !cells.AtEnd(); cells.Next()) {
    if (IsNullCell(cells.rest()) && !IsUnsetCell(cells.rest())) return true;
  }
  return false;
}

void AppendRow(std::string_view row, RowBatch* batch) {
  batch->cells.append(row);
  batch->row_ends.push_back(static_cast<uint32_t>(batch->cells.size()));
}

// Sends each row to where it belongs.
class SplitWriter : public TableWriter {
 public:
  using OpenServers = std::function<StatusOr<std::unique_ptr<TableWriter>>()>;

  SplitWriter(const Table& table, const RowOrder& order, std::unique_ptr<TableWriter> files, OpenServers open)
      : table_(table), order_(order), files_(std::move(files)), open_(std::move(open)) {}

  WriteLimits limits() const override { return files_->limits(); }

  uint64_t ReplicaSet(std::string_view /*sort_key*/) const override { return 0; }

  Status Submit(const RowBatch& batch) override {
    if (batch.removes) return WriteToServers(batch, /*rest=*/nullptr);
    return table_.question.of->may_lack_values ? SubmitParts(batch) : files_->Submit(batch);
  }

  StatusOr<std::vector<Completion>> Wait() override {
    return completed_.empty() ? files_->Wait() : std::exchange(completed_, {});
  }

  Status Finish() override {
    if (servers_ != nullptr) RETURN_IF_ERROR(servers_->Finish());
    return files_->Finish();
  }

 private:
  Status SubmitParts(const RowBatch& batch) {
    RowBatch for_servers;
    RowBatch for_files;
    for_files.id = for_servers.id = batch.id;
    RETURN_IF_ERROR(ForEachRow(batch, [&](std::string_view row) {
      AppendRow(row, HasNulls(row) ? &for_servers : &for_files);
      return absl::OkStatus();
    }));
    if (for_servers.row_ends.empty()) return files_->Submit(batch);
    return WriteToServers(for_servers, &for_files);
  }

  // The rest goes into files once this is written: where it has to be written again, all of the batch is.
  Status WriteToServers(const RowBatch& batch, const RowBatch* rest) {
    if (servers_ == nullptr) {
      ASSIGN_OR_RETURN(std::unique_ptr<TableWriter> writer, open_());
      servers_ = std::make_unique<ServerBatches>(table_, order_, std::move(writer));
    }
    const auto start = std::chrono::steady_clock::now();
    Completion completion = {batch.id, {}, {}};
    RETURN_IF_ERROR(servers_->Write(batch, &completion.status));
    if (completion.status.ok() && rest != nullptr && !rest->row_ends.empty()) return files_->Submit(*rest);
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

bool IsOwnTable(const Table& table) { return table.name == LoadMarksTable().name; }

}  // namespace

Status SSTableStore::Create(const Table& table) {
  RETURN_IF_ERROR(cluster_->Create(table));
  if (IsOwnTable(table)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const TokenRing ring, cluster_->ReadRing(table));
  if (import_command_.has_value()) RETURN_IF_ERROR(import_command_->CheckReaches(ring.nodes.size()));
  return RemoveNodeTables(directory_, {table});
}

StatusOr<std::unique_ptr<TableWriter>> SSTableStore::Write(const Table& table, WriteTime time) {
  if (IsOwnTable(table)) return cluster_->Write(table, time);
  ASSIGN_OR_RETURN(TokenRing ring, cluster_->ReadRing(table));
  NodeTables tables(table, std::move(ring), directory_, time);
  const auto take = [this, &table](const TokenRing& cut_by, std::vector<NodeFiles> files) {
    return Take(table, cut_by, std::move(files));
  };
  auto files = WriteInBackground(std::make_unique<FileWriter>(table, Order(), std::move(tables), take));
  const auto open_servers = [this, &table, time] { return cluster_->Write(table, time); };
  return std::make_unique<SplitWriter>(table, Order(), std::move(files), open_servers);
}

StatusOr<std::unique_ptr<Changes>> SSTableStore::Begin() {
  if (import_command_.has_value()) return cluster_->Begin();
  return std::make_unique<LaterChanges>();
}

std::vector<KeyRange> SSTableStore::WriteRanges(size_t /*count*/) const { return {KeyRange{}}; }

Status SSTableStore::Take(const Table& table, const TokenRing& ring, std::vector<NodeFiles> files) {
  if (import_command_.has_value()) return Import(table, ring, files);
  // A load may write a table once more where it has found that it did not know what was there.
  std::erase_if(to_import_, [&](const TableFiles& one) { return one.table == table.name; });
  to_import_.push_back({table.name, std::move(files)});
  return absl::OkStatus();
}

// Whoever has the lease now knows nothing of these rows, and a node that has joined meanwhile lacks those that it owns.
Status SSTableStore::Import(const Table& table, const TokenRing& ring, const std::vector<NodeFiles>& files) const {
  RETURN_IF_ERROR(import_command_->CheckReaches(ring.nodes.size()));
  RETURN_IF_ERROR(cluster_->CheckLease());
  RETURN_IF_ERROR(import_command_->Run(files, cluster_->Keyspace(), table.name));
  RETURN_IF_ERROR(cluster_->CheckLease());
  ASSIGN_OR_RETURN(const TokenRing now, cluster_->ReadRing(table));
  if (now == ring) return absl::OkStatus();
  return TransientError("the nodes of the cluster have changed while {} was imported; load again", table.name);
}

}  // namespace earshot
