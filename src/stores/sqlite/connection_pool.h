// ConnectionPool: connections to one SQLite file for reading, each lent to one ReadTransaction at a time.
//
// A ConnectionPool may be used from many threads at once, a ReadTransaction from one. Transactions must be gone before
// their pool is.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"
#include "stores/table_schema.h"

namespace earshot {

struct PooledConnection;
class ReadTransaction;

class ConnectionPool {
 public:
  explicit ConnectionPool(std::string path);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  // Begins a transaction on a connection that is free, or on a new one. The file must exist.
  StatusOr<std::unique_ptr<ReadTransaction>> Begin();

  // Closes the connections.
  // REQUIRES: all transactions are gone.
  void Clear();

 private:
  friend class ReadTransaction;

  StatusOr<std::unique_ptr<PooledConnection>> Take();
  void GiveBack(std::unique_ptr<PooledConnection> connection);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PooledConnection>> free_;
  size_t lent_ = 0;
};

// What is read in a ReadTransaction, schema and rows, is one state of the file, whatever other programs do to it.
class ReadTransaction {
 public:
  ReadTransaction(ConnectionPool& pool, std::unique_ptr<PooledConnection> connection);
  // Statements must be gone by then.
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

  Connection& connection();

  // The table's schema, or null where it does not exist. It is read from the file where that may have changed since the
  // connection read it.
  StatusOr<const TableSchema*> Schema(const std::string& table);

 private:
  friend class ConnectionPool;

  Status Begin();

  ConnectionPool& pool_;
  std::unique_ptr<PooledConnection> connection_;
};

}  // namespace earshot
