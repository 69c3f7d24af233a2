// Writes the marks of one load (stores/load_mark.h): before its tables are created or changed, when they are complete,
// and where verification has found them wrong.
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
  MarkWriter(Store& store, const PlaysFile& plays, PlaysId* id, LoadOwner owner, WriteTime time)
      : store_(store), plays_(plays), id_(*id), owner_(std::move(owner)), time_(time) {}

  WriteTime time() const { return time_; }

  // `before` is the mark that the table had when the load began.
  Status Begin(const Table& table, const std::optional<LoadMark>& before, LoadState state);
  Status Complete(const Table& table, const std::optional<LoadMark>& before, const TableLoad& load);
  // What the table holds has to be read from now on.
  Status FoundWrong(const Table& table, const std::optional<LoadMark>& before, const TableLoad& load);

 private:
  LoadMark MarkOf(const Table& table, LoadState state) const;
  LoadMark CompleteMarkOf(const Table& table, const std::optional<LoadMark>& before, const TableLoad& load) const;

  Store& store_;
  const PlaysFile& plays_;
  PlaysId& id_;
  const LoadOwner owner_;
  const WriteTime time_;
};

}  // namespace earshot
