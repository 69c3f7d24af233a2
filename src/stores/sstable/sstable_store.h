// SSTableStore: a cluster whose new rows are written as SSTables, which its nodes then import, and not by its servers.
//
// It is a store as any other: what loads and verifies knows nothing of files. Rows that a table lacks, and those that
// replace others, go into files; what an SSTable of ours cannot say, a row or a value that is removed, goes to the
// servers, with the same write time. Without a command that imports, the rows come later, when somebody has imported
// the files: then no load is complete with them (Changes::appear_later), and the next one finds what is there.
//
// See stores/store.h for threads and ownership. It owns the store that it writes to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "stores/clustered_store.h"
#include "stores/sstable/import_command.h"

namespace earshot {

// What was written of one table.
struct TableFiles {
  std::string table;
  std::vector<NodeFiles> nodes;
};

class SSTableStore : public Store {
 public:
  // Each table's files are written into directories of their own in `directory` (stores/sstable/node_tables.h), which
  // nobody else uses meanwhile. Without a command nothing is imported.
  SSTableStore(std::unique_ptr<ClusteredStore> cluster, std::string directory,
               std::optional<ImportCommand> import_command)
      : cluster_(std::move(cluster)), directory_(std::move(directory)), import_command_(std::move(import_command)) {}

  // Once writers have finished: what they have written and what is not imported yet.
  const std::vector<TableFiles>& to_import() const { return to_import_; }
  std::string Keyspace() const { return cluster_->Keyspace(); }

  // Removes files of the table that were not imported, so an error also where files of others are among them.
  Status Create(const Table& table) override;
  StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) override;
  StatusOr<std::unique_ptr<Changes>> Begin() override;
  // One: an SSTable is written from its first row to its last.
  std::vector<KeyRange> WriteRanges(size_t count) const override;

  std::string Name() const override { return cluster_->Name(); }
  std::string HowToReplace() const override { return cluster_->HowToReplace(); }
  StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() override { return cluster_->Describe(); }
  StatusOr<std::string> EraseRemains(const std::vector<Table>& tables) override {
    return cluster_->EraseRemains(tables);
  }
  Status Drop(const Table& table) override { return cluster_->Drop(table); }
  Status DropKeyspace(const std::vector<std::string>& damaged) override { return cluster_->DropKeyspace(damaged); }
  const RowOrder& Order() const override { return cluster_->Order(); }
  StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner, const std::vector<Table>& tables) override {
    return cluster_->TakeLease(owner, tables);
  }
  StatusOr<TableState> State(const Table& table) override { return cluster_->State(table); }
  StatusOr<WriteTime> LastWrite(const Table& table) override { return cluster_->LastWrite(table); }
  Status CheckNotBeingLoaded(const Table& question) override { return cluster_->CheckNotBeingLoaded(question); }
  StatusOr<std::unique_ptr<RowCursor>> Scan(const Table& table, const KeyRange& range) override {
    return cluster_->Scan(table, range);
  }
  StatusOr<std::unique_ptr<AnswerReader>> OpenAnswers(const Table& table) override {
    return cluster_->OpenAnswers(table);
  }

 private:
  // Imports them, or keeps them for later. They were cut by `ring`.
  Status Take(const Table& table, const TokenRing& ring, std::vector<NodeFiles> files);
  Status Import(const Table& table, const TokenRing& ring, const std::vector<NodeFiles>& files) const;

  const std::unique_ptr<ClusteredStore> cluster_;
  const std::string directory_;
  const std::optional<ImportCommand> import_command_;
  std::vector<TableFiles> to_import_;
};

}  // namespace earshot
