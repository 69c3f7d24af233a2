// What a load does where a question has changed since its table was made: builds the new table beside the one that
// answers, verifies it, and lets it answer by one write. The old one is dropped after it. Killed anywhere, the old
// table answers or the new one does, and the next load goes on.
//
// Belongs to the thread of the store's sink; everything it is given must outlive it. The lease of the tables is held.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/row_limit.h"
#include "base/status.h"
#include "load/loader.h"

namespace earshot {

// What would be lost where so many plays count for a table that is built beside another one; nothing where it is no
// more than `max`, or other plays count than before.
std::string LossOfChange(const RowLimit& max, const TableBefore& table, uint64_t plays);

class ChangedQuestions {
 public:
  // `tables` are those that are built beside others.
  ChangedQuestions(const LoadWork& work, std::vector<TableBefore> tables) : work_(work), tables_(std::move(tables)) {}

  bool empty() const { return tables_.empty(); }

  // Builds the tables and verifies all their rows. Nobody sees them.
  Status Build();
  // Lets those answer that are right, unless plays are lost.
  Status Switch(bool may_remove);
  // Drops the tables that answer no more.
  Status DropReplaced();

  // One for each table, in their order.
  const std::vector<TableLoad>& loads() const { return loads_; }
  const std::vector<QuestionSwitch>& switches() const { return switches_; }

 private:
  const LoadWork work_;
  const std::vector<TableBefore> tables_;
  std::vector<TableLoad> loads_;
  std::vector<QuestionSwitch> switches_;
};

}  // namespace earshot
