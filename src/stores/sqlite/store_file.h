// StoreFile: the file behind a store. While a load fills a new one (new_file.h), that is the file which is written and
// read; the other's place is taken at the end.
//
// Read may be called from many threads at once; all else belongs to one. Changes and transactions must be gone before
// the file is.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "stores/sqlite/connection.h"
#include "stores/sqlite/connection_pool.h"
#include "stores/table_sink.h"

namespace earshot {

class StoreFile {
 public:
  explicit StoreFile(std::string path) : path_(std::move(path)) { Use(path_); }

  const std::string& path() const { return path_; }
  StatusOr<bool> Exists() const;

  // A transaction that reads. REQUIRES: the file exists.
  StatusOr<std::unique_ptr<ReadTransaction>> Read() { return pool_->Begin(); }
  // Closes the connections of Read. REQUIRES: all transactions are gone.
  void CloseReaders() { pool_->Clear(); }

  // Begins a load's changes; see TableSink::Begin.
  StatusOr<std::unique_ptr<Changes>> BeginChanges();
  // That of the changes, or where none have begun one of its own.
  StatusOr<std::shared_ptr<Connection>> ConnectionForChanges(OpenMode mode) const;
  bool HasTransaction() const { return changing_ != nullptr; }

 private:
  class ANewFile;
  class OneTransaction;

  void Use(const std::string& file);
  StatusOr<bool> IsEmpty() const;

  const std::string path_;
  std::string file_;  // the same, unless a new one is being filled
  std::unique_ptr<ConnectionPool> pool_;
  std::shared_ptr<Connection> changing_;  // in whose transaction the changes of a load are, if so
};

}  // namespace earshot
