// Writes the marks of one load (stores/load_mark.h): before its tables are created or changed, when they are complete,
// where verification has found them wrong, and when they take the place of others.
//
// Belongs to the thread of the store's sink; all that it refers to must outlive it.
#pragma once

#include <optional>
#include <utility>

#include "base/status.h"
#include "load/held_rows.h"
#include "load/removals.h"
#include "load/table_load.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/store.h"

namespace earshot {

// The rows of a load that are too many.
ExtraRows ExtraRowsOf(const TableLoad& load);

class MarkWriter {
 public:
  // `time` is that of the load's rows; see kNextLoadAfter.
  MarkWriter(Store& store, const SourceFiles& files, SourceIds* ids, LoadOwner owner, WriteTime time)
      : store_(store), files_(files), ids_(*ids), owner_(std::move(owner)), time_(time) {}

  WriteTime time() const { return time_; }

  Status Begin(const TableBefore& table, LoadState state);
  Status Complete(const TableBefore& table, const TableLoad& load);
  // What the table holds has to be read from now on.
  Status FoundWrong(const TableBefore& table, const TableLoad& load);
  // From now on the table answers that was built beside another one. REQUIRES: it is complete.
  Status Switch(const TableBefore& table, const TableLoad& load);

 private:
  LoadMark MarkOf(const TableBefore& table, LoadState state) const;
  LoadMark CompleteMarkOf(const TableBefore& table, const TableLoad& load) const;

  Store& store_;
  const SourceFiles& files_;
  SourceIds& ids_;
  const LoadOwner owner_;
  const WriteTime time_;
};

}  // namespace earshot
