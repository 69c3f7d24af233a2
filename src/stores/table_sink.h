// TableSink: the part of a store that takes rows.
//
// A TableSink belongs to one thread, except for its order. Its writers may each be used on another thread, at the same
// time, and must be gone before the sink is.
#pragma once

#include <memory>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/key_range.h"
#include "stores/load_lease.h"
#include "stores/row_ordered.h"
#include "stores/table_writer.h"

namespace earshot {

class Changes {
 public:
  // Without Commit, a store that shows them all at once shows none of them.
  virtual ~Changes() = default;

  // Whether all of them become visible at once.
  virtual bool appear_at_once() const = 0;
  // Whether rows that are written are there only once somebody has done more, as with files that have to be imported.
  virtual bool appear_later() const { return false; }
  virtual Status Commit() = 0;
};

// For stores that show every change when it is made.
class ImmediateChanges : public Changes {
 public:
  bool appear_at_once() const override { return false; }
  Status Commit() override { return absl::OkStatus(); }
};

class TableSink : public virtual RowOrdered {
 public:
  // Takes the lease of the tables of these questions, whatever they are called in the store. Waits for a while
  // (kLeaseWaitMax) where another load has it, and is then BeingLoaded. Writers of the store fail once the lease has
  // run out, as that of a process that was stopped for long.
  virtual StatusOr<std::unique_ptr<LoadLease>> TakeLease(const LoadOwner& owner, const std::vector<Table>& tables) = 0;

  // Begins a load's changes: tables that are created and rows that are written or removed from here on. A store that
  // can shows them to others all at once, with Changes::Commit; its own scans see some state in between. REQUIRES:
  // nobody reads the store through this object; no other changes have begun.
  virtual StatusOr<std::unique_ptr<Changes>> Begin() = 0;

  // Splits the key space into at most `count` ranges, in order and without gaps, which are best written at the same
  // time.
  virtual std::vector<KeyRange> WriteRanges(size_t count) const = 0;

  // Creates the table where it does not exist. A table of that name with a different schema is an error, and is left as
  // it is.
  virtual Status Create(const Table& table) = 0;

  // Starts a load of `table`, which must outlive the writer. A table that does not exist, or has a different schema, is
  // an error.
  virtual StatusOr<std::unique_ptr<TableWriter>> Write(const Table& table, WriteTime time) = 0;
};

}  // namespace earshot
