// StoreAdmin: the part of a store that describes it and drops its tables.
//
// A StoreAdmin belongs to one thread, the same as the TableSink of its store.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "questions/table.h"

namespace earshot {

class StoreAdmin {
 public:
  virtual ~StoreAdmin() = default;

  // "sqlite:earshot.db": the store, for messages. Contains no secret.
  virtual std::string Name() const = 0;

  // What to do where the store's data are damaged, for messages.
  virtual std::string HowToReplace() const = 0;

  // Properties of the store itself as (name, value) pairs: version, cluster, file size, ...
  virtual StatusOr<std::vector<std::pair<std::string, std::string>>> Describe() = 0;

  // Erases what removed rows, dropped tables and loads that were killed have left in the store's files, as far as the
  // store itself can. The rows are removed before. Where something may be left, says what and where, for messages; else
  // nothing.
  // REQUIRES: the store has no cursor or writer.
  virtual StatusOr<std::string> EraseRemains(const std::vector<Table>& tables) = 0;

  // Drops the table where it exists. A table of that name with a different schema is an error, and is left as it is.
  // REQUIRES: the table has no cursor or writer.
  virtual Status Drop(const Table& table) = 0;

  // Drops what holds the tables (the keyspace, the file) where it exists. It is an error if it holds anything but the
  // tables called `damaged`, which could not be dropped.
  // REQUIRES: the store has no cursor or writer.
  virtual Status DropKeyspace(const std::vector<std::string>& damaged) = 0;
};

}  // namespace earshot
